#pragma once
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

  /// Of the faces above cells begin, ..., end - 1.
  Points above(Eigen::Index begin, Eigen::Index end) const;
  /// Of the lower wall's faces, below these cells.
  Points lower_wall(const std::vector<Eigen::Index>& cells) const;
  /// Whether the field's component along the axis is not 0 (or not finite) somewhere on the faces above cells.
  bool any_nonzero(const Field& field) const;

 private:
  const Grid& grid_;
  int axis_;
  std::vector<Array> coordinates_;  ///< per axis: centres, along `axis` the face above
};

}  // namespace fokker
