// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/generator/generator.hpp"

namespace fokker {

/// Which cells have their centres in regions, and where edges meet the regions' boundaries.
class RegionBoundaries {
 public:
  /// @throws Error{Fault::problem} as generator()
  RegionBoundaries(const Grid& grid, const std::vector<Region>& regions);

  /// Number of the region that holds the cell's centre; -1 where none does.
  int region(Eigen::Index cell) const { return region_.empty() ? -1 : region_[static_cast<std::size_t>(cell)]; }
  /// 1 at the cells of region k, else 0.
  Array inside(std::size_t k) const;
  /// 0 at cells of any region, else 1.
  Array outside() const;
  /// Share of the edge from a cell outside to a neighbour inside a region at which that begins.
  double fraction(Eigen::Index from, Eigen::Index to) const;

 private:
  Vector displacement(Eigen::Index from, Eigen::Index to) const;

  const Grid& grid_;
  const std::vector<Region>& regions_;
  Points centres_;
  std::vector<int> region_;  ///< empty without regions
};

}  // namespace fokker
