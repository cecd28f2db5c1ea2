// SPDX-License-Identifier: MIT
#include "generator/region_boundaries.hpp"

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"

namespace fokker {
namespace {

/// Halvings of an edge in search of a boundary: down to rounding.
constexpr int halvings = 53;
/// A centre may lie on the boundary itself.
constexpr double least_fraction = 1e-9;

KeyPath key_of(const Region& region) { return "region." + region.name; }

}  // namespace

RegionBoundaries::RegionBoundaries(const Grid& grid, const std::vector<Region>& regions)
    : grid_(grid), regions_(regions), centres_(grid.centres()) {
  if (regions.empty()) return;
  region_.assign(static_cast<std::size_t>(grid.cells()), -1);
  Array values(grid.cells());
  for (std::size_t k = 0; k < regions.size(); ++k) {
    regions[k].inside(centres_, values);
    Eigen::Index found = 0;
    for (Eigen::Index i = 0; i < grid.cells(); ++i) {
      if (!(values[i] > 0)) continue;
      int& region = region_[static_cast<std::size_t>(i)];
      if (region >= 0)
        throw Error(Fault::problem,
                    {{},
                     key_of(regions[k]),
                     "a region that shares points with '" + regions[static_cast<std::size_t>(region)].name + "'",
                     "regions that are apart",
                     {}});
      region = static_cast<int>(k);
      ++found;
    }
    if (found == 0 || found == grid.cells())
      throw Error(Fault::problem, {{},
                                   key_of(regions[k]),
                                   found == 0 ? "a region that holds no cell centre" : "a region that holds every cell",
                                   "some of the grid's cells",
                                   found == 0 ? "more cells, or another formula" : "another formula"});
  }
}

Array RegionBoundaries::inside(std::size_t k) const {
  Array result(grid_.cells());
  for (Eigen::Index i = 0; i < result.size(); ++i) result[i] = region(i) == static_cast<int>(k) ? 1 : 0;
  return result;
}

Array RegionBoundaries::outside() const {
  Array result(grid_.cells());
  for (Eigen::Index i = 0; i < result.size(); ++i) result[i] = region(i) < 0 ? 1 : 0;
  return result;
}

Vector RegionBoundaries::displacement(Eigen::Index from, Eigen::Index to) const {
  Vector result = (centres_.row(to) - centres_.row(from)).matrix().transpose();
  for (int k = 0; k < grid_.dimension(); ++k) {
    const Axis& axis = grid_.axis(k);
    const double length = axis.edges[axis.cells()] - axis.edges[0];
    if (axis.periodic()) result[k] -= length * std::round(result[k] / length);
  }
  return result;
}

double RegionBoundaries::fraction(Eigen::Index from, Eigen::Index to) const {
  const ScalarField& inside = regions_[static_cast<std::size_t>(region(to))].inside;
  const Vector way = displacement(from, to);
  Points x(1, grid_.dimension());
  Array value(1);
  double outer = 0, inner = 1;
  for (int k = 0; k < halvings; ++k) {
    const double middle = 0.5 * (outer + inner);
    x.row(0) = centres_.row(from) + middle * way.transpose().array();
    wrap(grid_, x);
    inside(x, value);
    (value[0] > 0 ? inner : outer) = middle;
  }
  return std::max(inner, least_fraction);
}

}  // namespace fokker
