// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fv/blocks.hpp"
#include "grid/product_points.hpp"
#include "grid/runs.hpp"

namespace fokker {

/// Centres of the faces across one axis of a grid, a block of cells at a time.
class Faces {
 public:
  static constexpr std::size_t block = cells_of_block;

  Faces(const Grid& grid, int axis);

  const Grid& grid() const { return grid_; }
  int axis() const { return axis_; }
  const Axis& along() const { return grid_.axis(axis_); }

  /// The runs of the axis, as in grid/runs.hpp.
  template <class Run>
  void for_runs(Eigen::Index begin, Eigen::Index end, Run&& run) const {
    fokker::for_runs(grid_.stride(axis_), along().cells(), begin, end, run);
  }
  /// Of the faces above cells begin, begin + 1, ...
  void above(Eigen::Index begin, PointsOut x) const { centres_.fill(begin, x); }
  /// Of the lower boundary's faces, below these cells.
  void lower_boundary(const std::vector<Eigen::Index>& cells, PointsOut x) const;
  /// Whether the field's component along the axis is not 0 (or not finite) somewhere on the faces above cells.
  bool any_nonzero(const Field& field) const;

 private:
  const Grid& grid_;
  int axis_;
  ProductPoints centres_;  ///< of the faces above all cells
};

}  // namespace fokker
