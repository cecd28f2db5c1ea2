// SPDX-License-Identifier: MIT
#include "time/l1_distance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace fokker;

namespace {

/// Numbers over 40 decades.
Array numbers(Eigen::Index n, double turn) {
  Array result(n);
  for (Eigen::Index i = 0; i < n; ++i)
    result[i] = std::exp(-46 * std::abs(std::sin(turn * static_cast<double>(i + 1)))) / static_cast<double>(n);
  return result;
}

}  // namespace

TEST_CASE("the L1 distance is that of a plain sum") {
  const Array a = numbers(10007, 1.1), b = numbers(10007, 2.3);
  const double plain = (a - b).abs().sum();
  CHECK(std::abs(l1_distance(a, b) - plain) < 1e-13 * plain);  // 1e4 roundings of 1e-16 in the plain sum
  CHECK(l1_distance(a, a) == 0);
  CHECK(l1_distance(1e-300 * a, 1e-300 * b) > 0.99e-300 * plain);
}

TEST_CASE("its parts add up in any order to the same bits") {
  const Array a = numbers(10007, 1.1), b = numbers(10007, 2.3);
  const double largest = largest_difference(a, b);
  for (const Eigen::Index cut : {1, 63, 5000, 10006}) {
    const Eigen::Index rest = a.size() - cut;
    DistanceBins upper, lower;
    upper.add(a.tail(rest), b.tail(rest), largest, a.size());
    lower.add(a.head(cut), b.head(cut), largest, a.size());
    lower.coarse += upper.coarse;
    lower.fine += upper.fine;
    CHECK(lower.sum() == l1_distance(a, b));
  }
}

TEST_CASE("a distance that is not finite stays so") {
  Array a = numbers(100, 1.1), b = a;
  b[7] = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(l1_distance(a, b)));
  b[7] = std::numeric_limits<double>::infinity();
  CHECK(std::isinf(l1_distance(a, b)));
}
