// SPDX-License-Identifier: MIT
#include "grid/product_points.hpp"

#include <algorithm>
#include <utility>

namespace fokker {

ProductPoints::ProductPoints(std::vector<Array> coordinates)
    : coordinates_(std::move(coordinates)), strides_(coordinates_.size()) {
  for (std::size_t k = coordinates_.size(); k-- > 0; count_ *= coordinates_[k].size()) strides_[k] = count_;
}

void ProductPoints::fill(Eigen::Index begin, PointsOut x) const {
  for (int k = 0; k < static_cast<int>(x.cols()); ++k) {
    const Array& values = along(k);
    const Eigen::Index stride = strides_[static_cast<std::size_t>(k)];
    for (Eigen::Index i = 0; i < x.rows();) {  // runs of neighbours
      const Eigen::Index p = position(begin + i, k);
      const Eigen::Index length =
          std::min(x.rows() - i, stride == 1 ? values.size() - p : stride - (begin + i) % stride);
      auto run = x.col(k).segment(i, length);
      if (stride == 1)
        run = values.segment(p, length);
      else
        run.setConstant(values[p]);
      i += length;
    }
  }
}

ProductPoints centres_across(const Grid& grid, int axis, const Array& along) {
  std::vector<Array> coordinates;
  for (int k = 0; k < grid.dimension(); ++k) coordinates.push_back(k == axis ? along : grid.axis(k).centres());
  return ProductPoints(std::move(coordinates));
}

}  // namespace fokker
