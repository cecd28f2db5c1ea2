// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// Cells gathered into groups that expect at least 25 particles each.
struct Groups {
  std::vector<std::int32_t> of_cell;  ///< group of each cell, then that of what lies outside the box
  Array expected;                     ///< particles per group; empty where fewer than 25 are expected in all

  /// Weights of the groups: the expected particles, at least 25.
  Array scale() const;
  /// Sums over the groups of a number per cell and one outside.
  Array sums(const Array& per_cell, double outside) const;
};

/// Cells that expect at least 25 of `count` particles stand alone; sparse ones are gathered, in order of cell number,
/// with each other and not with a full neighbour, which would hide what strayed next to a narrow law. What the density
/// leaves outside the box is a cell after the last. What is left over at the end is the last group and may expect
/// nothing at all.
Groups merged_cells(const Grid& grid, const Array& density, double count);

}  // namespace fokker
