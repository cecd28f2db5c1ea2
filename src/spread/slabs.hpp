// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// A grid cut along one axis, a slab for each rank in order.
struct Slabs {
  int axis;
  std::vector<Eigen::Index> begins;  ///< first position of each rank's slab, and the number of cells

  Eigen::Index begin(int rank) const { return begins[static_cast<std::size_t>(rank)]; }
  Eigen::Index size(int rank) const { return begin(rank + 1) - begin(rank); }
};

/// Distance of the places at which a grid may be cut along axis 0 or 1: batches of lines are the same then as in a
/// solve on the whole grid, on which their rounding depends.
Eigen::Index cut_distance(const Grid& grid, int axis);
/// Slabs of nearly equal size; of no more ranks than most_ranks().
Slabs slabs_of(const Grid& grid, int axis, int ranks);
/// The part of the grid that a rank has. Boundaries that the cut makes reflect; nothing moves across them.
Grid part_of(const Grid& grid, const Slabs& slabs, int rank);
/// The cells of that part.
Array part_of(const Grid& grid, const Slabs& slabs, int rank, const Array& cells);

}  // namespace fokker
