// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/process/operations.hpp"
#include "sampler/line_law.hpp"

namespace fokker {

/// The map of a chain without noise.
class ChainImage {
 public:
  explicit ChainImage(const std::vector<Operation>& operations) : operations_(operations) {}
  /// Images of starting points, n.
  Array at(const Array& x) const { return carried(x).col(0); }
  double at(double x) const { return at(Array::Constant(1, x))[0]; }
  /// Images and their derivatives, n x 2.
  Points with_slopes(const Array& x) const;
  /// Images of points of d axes with tangent vectors, as operations carry them.
  Points carried(const PointsIn& x) const;

 private:
  const std::vector<Operation>& operations_;
};

/// Starting points between neighbouring ones of which images and exact quantiles are close.
struct StartIntervals {
  Array low, high;              ///< ends, increasing
  Array low_image, high_image;  ///< of the ends
};

/// What limits the intervals: the length of their images and of their exact quantiles, length.
StartIntervals start_intervals(const ChainImage& image, const LineLaw& start, const LineLaw& data, double length);

/// Roots of image - y in the intervals, one per interval whose ends lie on both sides of y.
Array preimages(const ChainImage& image, const StartIntervals& intervals, double y);

/// Mass of starting points whose images lie below y, for increasing y.
std::vector<double> masses_below(const ChainImage& image, const StartIntervals& intervals, const LineLaw& start,
                                 const std::vector<double>& y);

}  // namespace fokker
