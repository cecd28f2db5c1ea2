// SPDX-License-Identifier: MIT
#include "fv/faces.hpp"

#include <algorithm>

#include "core/scratch.hpp"

namespace fokker {

Faces::Faces(const Grid& grid, int axis)
    : grid_(grid),
      axis_(axis),
      centres_(centres_across(grid, axis, grid.axis(axis).edges.tail(grid.axis(axis).cells()))) {}

void Faces::lower_boundary(const std::vector<Eigen::Index>& cells, PointsOut x) const {
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const Eigen::Index cell = cells[static_cast<std::size_t>(i)];
    for (int k = 0; k < grid_.dimension(); ++k)
      x(i, k) = k == axis_ ? along().edges[0] : centres_.along(k)[grid_.position(cell, k)];
  }
}

bool Faces::any_nonzero(const Field& field) const {
  thread_local Scratch places, found;
  // mostly the first few decide
  Eigen::Index size = 64;
  for (Eigen::Index begin = 0; begin < grid_.cells(); begin += size, size = Faces::block) {
    const Eigen::Index end = std::min<Eigen::Index>(begin + size, grid_.cells());
    auto x = places.points(end - begin, grid_.dimension()), values = found.points(end - begin, grid_.dimension());
    above(begin, x);
    field(x, values);
    if ((values.col(axis_) != 0).any()) return true;
  }
  return false;
}

}  // namespace fokker
