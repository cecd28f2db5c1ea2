// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// Points with given coordinates along each axis, numbered with the last axis fastest.
class ProductPoints {
 public:
  explicit ProductPoints(std::vector<Array> coordinates);

  Eigen::Index count() const { return count_; }
  const Array& along(int k) const { return coordinates_[static_cast<std::size_t>(k)]; }
  /// Of a point among the coordinates along axis k.
  Eigen::Index position(Eigen::Index point, int k) const {
    return point / strides_[static_cast<std::size_t>(k)] % along(k).size();
  }
  /// Points begin, begin + 1, ... into all rows of x.
  void fill(Eigen::Index begin, PointsOut x) const;

 private:
  std::vector<Array> coordinates_;
  std::vector<Eigen::Index> strides_;
  Eigen::Index count_ = 1;
};

/// Centres of cells with other coordinates along one axis.
ProductPoints centres_across(const Grid& grid, int axis, const Array& along);

}  // namespace fokker
