// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/time/stepper.hpp"

namespace fokker {

struct PointScratch {
  Array taken, moved;
};

/// A cell and its centre or, beyond the end of an axis, the image of its centre: mirrored, or shifted round the axis.
struct CellImage {
  Eigen::Index cell;
  double x;
};
CellImage image_of(const Axis& axis, const Array& centres, Eigen::Index at);

/// Negative residues of rounding become 0 and are counted.
void zero_residues(Array& masses, StepStatistics& statistics);

/// Positions first, first + 1, ... of an axis, round it where it is periodic.
struct AxisPart {
  Eigen::Index first = 0, count = 0;
  bool whole = true;
};

/// Changes masses of cells into density at the centres times volume: along each axis in turn
///   q = m - delta^2 (h^2 m) / 24,
/// delta^2 the transposed second difference, so that mass and mean stay; the sharpening of a cell is scaled as a whole
/// where a neighbour cannot pay for it. O(h^4) for smooth densities.
void to_points(const Grid& grid, int threads, PointScratch& scratch, Array& masses, StepStatistics& statistics);
/// The opposite, to masses of cells: m = q + delta^2 (h^2 q) / 24.
void to_averages(const Grid& grid, int threads, PointScratch& scratch, Array& masses);

/// The same along one axis, without zeros for negative residues. A part of the axis may be at hand alone: results are
/// right beyond three positions of its ends
void to_points_along(const Grid& grid, int axis, const AxisPart& part, int threads, PointScratch& scratch,
                     Array& masses);
/// and beyond one.
void to_averages_along(const Grid& grid, int axis, const AxisPart& part, int threads, PointScratch& scratch,
                       Array& masses);

}  // namespace fokker
