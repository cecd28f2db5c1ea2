#pragma once
#include <algorithm>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// Centres of the faces across one axis of a grid, a block of cells at a time.
class Faces {
 public:
  static constexpr std::size_t block = 4096;  ///< cells: their coefficients stay in cache

  Faces(const Grid& grid, int axis);

  const Grid& grid() const { return grid_; }
  int axis() const { return axis_; }
  const Axis& along() const { return grid_.axis(axis_); }

  /// Calls run(first, length, p) for runs of cells from begin to end - 1: neighbours in the grid whose positions along
  /// the axis are p, p + 1, ... where the axis is the last one, and all p else. The last position has a run of its own.
  template <class Run>
  void for_runs(Eigen::Index begin, Eigen::Index end, Run&& run) const {
    const Eigen::Index stride = grid_.stride(axis_), n = along().cells();
    for (Eigen::Index i = begin; i < end;) {
      const Eigen::Index p = grid_.position(i, axis_);
      const Eigen::Index most = stride > 1 ? stride - i % stride : (p + 1 < n ? n - 1 - p : 1);
      const Eigen::Index length = std::min(most, end - i);
      run(i, length, p);
      i += length;
    }
  }
  /// Of the faces above cells begin, ..., end - 1.
  void above(Eigen::Index begin, Eigen::Index end, PointsOut x) const;
  /// Of the lower boundary's faces, below these cells.
  void lower_boundary(const std::vector<Eigen::Index>& cells, PointsOut x) const;
  /// Whether the field's component along the axis is not 0 (or not finite) somewhere on the faces above cells.
  bool any_nonzero(const Field& field) const;

 private:
  const Grid& grid_;
  int axis_;
  std::vector<Array> coordinates_;  ///< per axis: centres, along `axis` the face above
};

}  // namespace fokker
