// SPDX-License-Identifier: MIT
#include "core/gauss_rule.hpp"

#include <doctest/doctest.h>

#include <cmath>

TEST_CASE("Gauss's rules of 1 to 8 points integrate powers up to 2 n - 1 on [0, 1], not the next one") {
  for (int n = 1; n <= 8; ++n) {
    const fokker::GaussRule rule(n);
    const auto mean = [&](int power) {
      double sum = 0;
      for (std::size_t i = 0; i < rule.place.size(); ++i) sum += rule.weight[i] * std::pow(rule.place[i], power);
      return sum;
    };
    CAPTURE(n);
    for (int power = 0; power < 2 * n; ++power) CHECK(std::abs((power + 1) * mean(power) - 1) < 1e-14);
    // the error of the next power is (n!)^4 / ((2n + 1) (2n)!^2)
    CHECK(std::abs((2 * n + 1) * mean(2 * n) - 1) > 1e-9);
  }
}
