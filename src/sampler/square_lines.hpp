// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>
#include <optional>

#include "sampler/node_density.hpp"
#include "sampler/plane_law.hpp"

namespace fokker {

/// Powers of the cubics that are 1 at one of Gauss's four points and 0 at the others.
constexpr std::array<std::array<double, 4>, 4> gauss_cubics() {
  std::array<std::array<double, 4>, 4> powers{};
  for (std::size_t i = 0; i < 4; ++i) {
    powers[i][0] = 1;
    for (std::size_t k = 0; k < 4; ++k) {
      if (k == i) continue;
      const double distance = gauss_nodes[i] - gauss_nodes[k];
      for (std::size_t c = 3; c > 0; --c) powers[i][c] = (powers[i][c - 1] - gauss_nodes[k] * powers[i][c]) / distance;
      powers[i][0] *= -gauss_nodes[k] / distance;
    }
  }
  return powers;
}

/// The cubic through values at Gauss's four points of [0, 1].
class GaussLine {
 public:
  /// The line number `j` of a square along an axis.
  GaussLine(const SquareValues& values, int axis, Eigen::Index j) {
    static constexpr auto cubics = gauss_cubics();
    const Eigen::Index stride = axis == 0 ? 4 : 1, first = axis == 0 ? j : 4 * j;
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t c = 0; c < 4; ++c)
        power_[c] += cubics[i][c] * values[first + stride * static_cast<Eigen::Index>(i)];
  }

  double at(double t) const { return power_[0] + t * (power_[1] + t * (power_[2] + t * power_[3])); }
  /// Integral of the cubic from 0 to t.
  double until(double t) const {
    return t * (power_[0] + t * (power_[1] / 2 + t * (power_[2] / 3 + t * power_[3] / 4)));
  }
  /// Where the sign changes, if it differs between the ends.
  std::optional<double> root() const {
    const bool sign = at(0) > 0;
    if (sign == (at(1) > 0)) return std::nullopt;
    double low = 0, high = 1;
    for (int k = 0; k < 50; ++k) {
      const double middle = 0.5 * (low + high);
      ((at(middle) > 0) == sign ? low : high) = middle;
    }
    return 0.5 * (low + high);
  }

 private:
  std::array<double, 4> power_{};
};

/// The axis along which values change most.
inline int steepest_axis(const SquareValues& values) {
  double along[2] = {0, 0};
  for (Eigen::Index j = 0; j < 4; ++j) {
    along[0] += std::abs(values[12 + j] - values[j]);
    along[1] += std::abs(values[4 * j + 3] - values[4 * j]);
  }
  return along[0] > along[1] ? 0 : 1;
}

/// Whether values change their sign within a square, its edge included.
inline bool changes_sign(const SquareValues& values) {
  const bool sign = values[0] > 0;
  const double low = values.minCoeff(), high = values.maxCoeff();
  if ((low > 0) != (high > 0)) return true;
  if (std::min(std::abs(low), std::abs(high)) > 2 * (high - low)) return false;
  for (int axis = 0; axis < 2; ++axis)
    for (Eigen::Index j = 0; j < 4; ++j) {
      const GaussLine line(values, axis, j);
      if ((line.at(0) > 0) != sign || (line.at(1) > 0) != sign) return true;
    }
  return false;
}

}  // namespace fokker
