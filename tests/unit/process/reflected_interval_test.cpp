// SPDX-License-Identifier: MIT
#include "process/reflected_interval.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "relative.hpp"

using namespace fokker;

namespace {

/// Masses of n equal cells of [0, 1].
std::vector<double> masses(const ReflectedInterval& law, int n) {
  std::vector<double> result;
  for (int i = 0; i < n; ++i) result.push_back(law.mass(static_cast<double>(i) / n, static_cast<double>(i + 1) / n));
  return result;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += 0.5 * std::abs(a[i] - b[i]);
  return sum;
}

/// The law at `t` after that at `t - s` (unit noise, drift mu), by Chapman and Kolmogorov: the first law in narrow
/// cells, each moved on from its middle.
std::vector<double> in_two_steps(double mu, double t, double s, double start, int n) {
  constexpr int middle = 2000;  // the rule is of second order in the width 5e-4 of these cells
  const std::vector<double> first = masses({1, start, mu * (t - s), t - s}, middle);
  std::vector<double> result(static_cast<std::size_t>(n), 0);
  for (int j = 0; j < middle; ++j) {
    const std::vector<double> then = masses({1, (j + 0.5) / middle, mu * s, s}, n);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] += first[static_cast<std::size_t>(j)] * then[i];
  }
  return result;
}

}  // namespace

TEST_CASE("masses between reflecting ends are positive and sum to 1 for any drift, spread and start") {
  for (const double variance : {1e-6, 0.01, 0.5, 0.999, 1.0, 30.0})
    for (const double shift : {0.0, 1e-9, 0.003, -0.2, 1.0, -7.0, 60.0})
      for (const double start : {0.0, 0.3, 1.0}) {
        const std::vector<double> cells = masses({1, start, shift, variance}, 100);
        double sum = 0;
        for (const double mass : cells) {
          CHECK(mass >= 0);
          sum += mass;
        }
        CHECK(sum == relative(1).epsilon(1e-13));  // rounding of a hundred differences
      }
}

TEST_CASE("images and eigenfunctions agree where one takes over from the other") {
  for (const double shift : {0.0, 0.5, -2.0, 8.0, -20.0})
    for (const double start : {0.0, 0.3, 0.9}) {
      const ReflectedInterval images{1, start, shift * (1 - 1e-15), 1 - 1e-15}, eigenfunctions{1, start, shift, 1};
      for (int i = 0; i < 20; ++i)
        // the relative change of variance and shift, times the logarithmic slope of tails, at most 40
        CHECK(images.mass(i / 20.0, (i + 1) / 20.0) ==
              relative(eigenfunctions.mass(i / 20.0, (i + 1) / 20.0)).epsilon(1e-12));
    }
}

TEST_CASE("the law between reflecting ends follows from itself at an earlier time; with 5 % more drift it does not") {
  for (const double mu : {0.0, 5.0, -12.0}) {
    const std::vector<double> at_once = masses({1, 0.35, mu * 0.1, 0.1}, 50);
    const std::vector<double> twice = in_two_steps(mu, 0.1, 0.04, 0.35, 50);
    // the middle rule: (5e-4)^2 / 24 times the second derivative of the kernel, about 1 / 0.04, is 3e-7
    CHECK(distance(at_once, twice) < 3e-6);
    if (mu != 0) CHECK(distance(masses({1, 0.35, 1.05 * mu * 0.1, 0.1}, 50), twice) > 1e-2);
  }
}

TEST_CASE("far from the ends the law is that of the whole line, after a long time that of the balance") {
  const ReflectedInterval narrow{10, 4, 0.5, 0.04};
  CHECK(narrow.mass(4.3, 4.5) == relative(0.5 * std::erf(1 / std::sqrt(2.0))).epsilon(1e-13));
  const ReflectedInterval balance{2, 0.5, 300, 100};  // density proportional to e^(6 x)
  CHECK(balance.mass(0.2, 0.7) == relative((std::exp(4.2) - std::exp(1.2)) / std::expm1(12)).epsilon(1e-12));
}
