#include "fv/faces.hpp"

#include <algorithm>

namespace fokker {

Faces::Faces(const Grid& grid, int axis) : grid_(grid), axis_(axis) {
  for (int k = 0; k < grid.dimension(); ++k)
    coordinates_.push_back(k == axis ? Array(grid.axis(k).edges.tail(grid.axis(k).cells())) : grid.axis(k).centres());
}

Points Faces::above(Eigen::Index begin, Eigen::Index end) const {
  Points x(end - begin, grid_.dimension());
  for (int k = 0; k < grid_.dimension(); ++k) {
    const Array& along = coordinates_[static_cast<std::size_t>(k)];
    const Eigen::Index stride = grid_.stride(k);
    Eigen::Index position = grid_.position(begin, k), left = stride - begin % stride;
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      x(i, k) = along[position];
      if (--left > 0) continue;
      left = stride;
      if (++position == along.size()) position = 0;
    }
  }
  return x;
}

Points Faces::lower_wall(const std::vector<Eigen::Index>& cells) const {
  Points x(static_cast<Eigen::Index>(cells.size()), grid_.dimension());
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const Eigen::Index cell = cells[static_cast<std::size_t>(i)];
    for (int k = 0; k < grid_.dimension(); ++k)
      x(i, k) = k == axis_ ? along().edges[0] : coordinates_[static_cast<std::size_t>(k)][grid_.position(cell, k)];
  }
  return x;
}

bool Faces::any_nonzero(const Field& field) const {
  const auto size = static_cast<Eigen::Index>(block);
  for (Eigen::Index begin = 0; begin < grid_.cells(); begin += size) {
    const Points x = above(begin, std::min(begin + size, grid_.cells()));
    Points values(x.rows(), x.cols());
    field(x, values);
    if ((values.col(axis_) != 0).any()) return true;
  }
  return false;
}

}  // namespace fokker
