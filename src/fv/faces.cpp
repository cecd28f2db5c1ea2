#include "fv/faces.hpp"

#include <algorithm>

namespace fokker {

Faces::Faces(const Grid& grid, int axis) : grid_(grid), axis_(axis) {
  for (int k = 0; k < grid.dimension(); ++k)
    coordinates_.push_back(k == axis ? Array(grid.axis(k).edges.tail(grid.axis(k).cells())) : grid.axis(k).centres());
}

void Faces::above(Eigen::Index begin, Eigen::Index end, Points& x) const {
  x.resize(end - begin, grid_.dimension());
  for (int k = 0; k < grid_.dimension(); ++k) {
    const Array& along = coordinates_[static_cast<std::size_t>(k)];
    const Eigen::Index stride = grid_.stride(k);
    for (Eigen::Index i = begin; i < end;) {
      const Eigen::Index p = grid_.position(i, k);
      const Eigen::Index length = std::min(end - i, stride == 1 ? along.size() - p : stride - i % stride);
      auto run = x.col(k).segment(i - begin, length);
      if (stride == 1)
        run = along.segment(p, length);
      else
        run.setConstant(along[p]);
      i += length;
    }
  }
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
