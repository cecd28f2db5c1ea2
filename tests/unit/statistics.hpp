// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>
#include <functional>

namespace fokker::test {

/// Two-sided normal quantile: a statistical check that uses it raises a false alarm once in 1e6 runs. (All draws here
/// are keyed, so a check that passes once passes always; the quantile bounds the luck of the first time.)
inline constexpr double kOneInAMillion = 4.8917;

/// Distance of an estimate from the truth in standard errors is within the false-alarm bound.
inline bool agrees(double estimate, double truth, double standard_error) {
  return std::abs(estimate - truth) <= kOneInAMillion * standard_error;
}

/// Mean of f over the entries that are numbers.
template <class Range>
double average(const Range& values, const std::function<double(double)>& f) {
  double sum = 0, count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += f(value);
    count += 1;
  }
  return sum / count;
}

}  // namespace fokker::test
