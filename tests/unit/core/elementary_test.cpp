// SPDX-License-Identifier: MIT
#include "core/elementary.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace fokker::elementary;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Error in units of the last place of the exact value.
double ulps(double found, long double exact) {
  const double rounded = std::abs(static_cast<double>(exact));
  const double unit = std::nextafter(rounded, kInfinity) - rounded;
  return static_cast<double>(std::abs(found - exact) / unit);
}

using Batch = void (*)(const double*, double*, int);

double worst(Batch batch, long double (*exact)(long double), double low, double high, bool binary = false) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(low, high);
  std::vector<double> x(20001), y(x.size());
  for (double& value : x) value = binary ? std::exp2(uniform(random)) : uniform(random);
  batch(x.data(), y.data(), static_cast<int>(x.size()));
  double result = 0;
  for (std::size_t i = 0; i < x.size(); ++i) result = std::max(result, ulps(y[i], exact(x[i])));
  return result;
}

double one(Batch batch, double x) {
  double y = 0;
  batch(&x, &y, 1);
  return y;
}

}  // namespace

// fdlibm states errors below 1 ulp for its kernels; long double is exact enough to see them.
TEST_CASE("sines, cosines, exponentials and logarithms err by less than one unit in the last place") {
  for (const double range : {1e-3, 1.0, 30.0, 4.9e5}) {
    CHECK(worst(sines, std::sin, -range, range) < 1);
    CHECK(worst(cosines, std::cos, -range, range) < 1);
  }
  CHECK(worst(exponentials, std::exp, -1, 1) < 1);
  CHECK(worst(exponentials, std::exp, -745, 709.7) < 1);
  CHECK(worst(logarithms, std::log, 0.5, 2) < 1);
  CHECK(worst(logarithms, std::log, -1074, 1024, true) < 1);
}

TEST_CASE("e^x - 1 errs by less than two units in the last place, near 0 and far from it") {
  const Batch batch = [](const double* x, double* y, int n) {
    for (int i = 0; i < n; ++i) y[i] = exponential_minus_1(x[i]);
  };
  for (const double range : {1e-300, 1e-9, 0.3, 0.4, 2.0, 30.0, 700.0}) CHECK(worst(batch, std::expm1, 0, range) < 2);
}

TEST_CASE("elementary functions keep the standard's special values") {
  CHECK(one(sines, 1e300) == std::sin(1e300));
  CHECK(one(cosines, -7e8) == std::cos(-7e8));
  CHECK(one(sines, M_PI) == std::sin(M_PI));
  CHECK(std::isnan(one(sines, kInfinity)));
  CHECK(std::isnan(one(cosines, std::nan(""))));
  CHECK(one(exponentials, 710) == kInfinity);
  CHECK(one(exponentials, kInfinity) == kInfinity);
  CHECK(one(exponentials, -kInfinity) == 0);
  CHECK(one(exponentials, 0) == 1);
  CHECK(std::isnan(one(exponentials, std::nan(""))));
  CHECK(one(logarithms, 0) == -kInfinity);
  CHECK(one(logarithms, 1) == 0);
  CHECK(one(logarithms, kInfinity) == kInfinity);
  CHECK(std::isnan(one(logarithms, -1)));
  CHECK(std::isnan(one(logarithms, std::nan(""))));
}

TEST_CASE("a value does not depend on its position in a block") {
  std::vector<double> x(300), y(300);
  for (int i = 0; i < 300; ++i) x[static_cast<std::size_t>(i)] = 0.0137 * (i + 1);
  x[150] = 1e7;  // beyond the fast reduction
  for (const Batch batch : {sines, cosines, exponentials, logarithms}) {
    batch(x.data(), y.data(), 300);
    for (std::size_t i = 0; i < 300; ++i) CHECK(y[i] == one(batch, x[i]));
  }
}
