#include "fv/faces.hpp"

#include <algorithm>

#include "grid/runs.hpp"

namespace fokker {

Faces::Faces(const Grid& grid, int axis) : grid_(grid), axis_(axis) {
  for (int k = 0; k < grid.dimension(); ++k)
    coordinates_.push_back(k == axis ? Array(grid.axis(k).edges.tail(grid.axis(k).cells())) : grid.axis(k).centres());
}

void Faces::above(Eigen::Index begin, Eigen::Index end, Points& x) const {
  x.resize(end - begin, grid_.dimension());
  for (int k = 0; k < grid_.dimension(); ++k)
    spread_along(grid_, k, coordinates_[static_cast<std::size_t>(k)], begin, end, x.col(k));
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
  Points x, values;
  // mostly the first few tell
  Eigen::Index size = 64;
  for (Eigen::Index begin = 0; begin < grid_.cells(); begin += size, size = Faces::block) {
    above(begin, std::min<Eigen::Index>(begin + size, grid_.cells()), x);
    values.resize(x.rows(), x.cols());
    field(x, values);
    if ((values.col(axis_) != 0).any()) return true;
  }
  return false;
}

}  // namespace fokker
