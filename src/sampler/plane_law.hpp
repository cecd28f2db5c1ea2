// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <vector>

#include "fokker/process/gaussian_mixture.hpp"

namespace fokker {

/// Values at 4 x 4 points of a square, those along the second axis next to each other.
using SquareValues = Eigen::Array<double, 16, 1>;

/// A square: its lower corner and its sides.
struct Square {
  std::array<double, 2> low, side;

  /// Its four parts with half the sides.
  std::array<Square, 4> quarters() const {
    const std::array<double, 2> half = {0.5 * side[0], 0.5 * side[1]};
    const std::array<double, 2> middle = {low[0] + half[0], low[1] + half[1]};
    return {{{low, half}, {{low[0], middle[1]}, half}, {{middle[0], low[1]}, half}, {middle, half}}};
  }
};

/// A Gaussian mixture in the plane at Gauss's 4 x 4 points of squares.
class PlaneLaw {
 public:
  /// @param law  of two dimensions, without point masses
  explicit PlaneLaw(const GaussianMixture& law);

  std::size_t size() const { return parts_.size(); }
  /// log of the weighted density of each component.
  void log_parts(const SquareValues& x, const SquareValues& y, std::vector<SquareValues>& logs) const;
  /// Smallest standard deviation of the components within `deviations` of a square; infinite without any.
  double least_deviation_near(const Square& square, double deviations) const;
  /// At most the mass beyond a box.
  double mass_beyond(const Square& box) const;

 private:
  struct Part {
    double log_factor, mean_x, mean_y;
    double xx, xy, yy;  ///< of the inverse covariance
    double std_x, std_y, least;
    double weight;
  };
  std::vector<Part> parts_;
};

/// log of a sum of exponentials.
SquareValues log_sum(const std::vector<SquareValues>& logs);

}  // namespace fokker
