// SPDX-License-Identifier: MIT
#include "generator/jumps.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker {
namespace {

/// Jumps expected in one series: few enough for e^-qt, many enough for its spread to be small beside them.
constexpr double most_expected = 128;
/// Terms this small beside their sum are left out, in every cell.
constexpr double negligible = std::numeric_limits<double>::epsilon() / 16;

}  // namespace

Jumps::Jumps(const Generator& generator, const StopToken& stop)
    : rates_(generator.rates), staying_(generator.leak()), stop_(stop) {
  for (Eigen::Index j = 0; j < rates_.outerSize(); ++j)
    for (RateMatrix::InnerIterator entry(rates_, j); entry; ++entry) staying_[j] += entry.value();
  rate_ = std::max(staying_.maxCoeff(), std::numeric_limits<double>::min());
  staying_ = rate_ - staying_;
}

double Jumps::work(double span) const {
  return 2 * rate_ * span * static_cast<double>(rates_.nonZeros() + 4 * rates_.cols());
}

template <class Jump>
Array Jumps::taken(Array u, double span, const Jump& jump) const {
  const double series = std::max(1.0, std::ceil(rate_ * span / most_expected)), expected = rate_ * span / series;
  for (double s = 0; s < series; ++s) {
    double weight = std::exp(-expected);
    Array sum = weight * u;
    for (double k = 1; weight > std::numeric_limits<double>::min(); ++k) {
      u = (jump(u) + staying_ * u) / rate_;
      weight *= expected / k;
      sum += weight * u;
      if (k > expected && (weight * u <= negligible * sum).all() && (sum > 0).any()) break;
      stop_.check();
    }
    u = sum;
  }
  return u;
}

Array Jumps::forward(Array masses, double span) const {
  return taken(std::move(masses), span, [&](const Array& m) -> Array { return (rates_ * m.matrix()).array(); });
}

Array Jumps::backward(Array u, double span) const {
  return taken(std::move(u), span, [&](const Array& v) -> Array { return (rates_.transpose() * v.matrix()).array(); });
}

}  // namespace fokker
