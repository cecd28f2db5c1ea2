// SPDX-License-Identifier: MIT
#include "spread/slabs.hpp"

#include <algorithm>
#include <numeric>

#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"
#include "time/line_kernels.hpp"

namespace fokker {
namespace {

/// Slabs of the least size; the last one is longer by what is left, so that no rank has a single line.
Eigen::Index blocks(const Grid& grid, int axis) {
  return std::max<Eigen::Index>(grid.axis(axis).cells() / cut_distance(grid, axis), 1);
}

}  // namespace

Eigen::Index cut_distance(const Grid& grid, int axis) {
  Eigen::Index distance = 1;
  for (int along = 0; along < grid.dimension(); ++along) {
    if (axis == 1 ? along != 0 : along == 0) continue;
    // lines along `along` per position of the cut axis; lines are numbered by these positions first
    Eigen::Index lines = 1;
    for (int k = 0; k < grid.dimension(); ++k)
      if (k != axis && k != along) lines *= grid.axis(k).cells();
    const Eigen::Index least =
        std::max<Eigen::Index>(broad_width / std::gcd<Eigen::Index>(broad_width, lines), lines == 1 ? 2 : 1);
    distance = std::lcm(distance, least);
  }
  return distance;
}

int most_ranks(const Grid& grid) {
  if (grid.dimension() < 2) throw Error(Fault::usage, "a grid of one axis among ranks", "two to four axes");
  return static_cast<int>(std::min(blocks(grid, 0), blocks(grid, 1)));
}

Slabs slabs_of(const Grid& grid, int axis, int ranks) {
  const Eigen::Index count = blocks(grid, axis), distance = cut_distance(grid, axis);
  Slabs slabs{axis, {}};
  for (int rank = 0; rank < ranks; ++rank) slabs.begins.push_back(distance * (count * rank / ranks));
  slabs.begins.push_back(grid.axis(axis).cells());
  return slabs;
}

Grid part_of(const Grid& grid, const Slabs& slabs, int rank) {
  std::vector<Axis> axes = grid.axes();
  Axis& cut = axes[static_cast<std::size_t>(slabs.axis)];
  if (slabs.size(rank) == cut.cells()) return grid;
  cut.edges = Array(cut.edges.segment(slabs.begin(rank), slabs.size(rank) + 1));
  cut.lower = cut.upper = Boundary::reflecting;
  cut.coordinate = {};
  return Grid(std::move(axes));
}

Array part_of(const Grid& grid, const Slabs& slabs, int rank, const Array& cells) {
  const Eigen::Index stride = grid.stride(slabs.axis), whole = grid.axis(slabs.axis).cells() * stride;
  const Eigen::Index size = slabs.size(rank) * stride, outer = grid.cells() / whole;
  Array part(outer * size);
  for (Eigen::Index i = 0; i < outer; ++i)
    part.segment(i * size, size) = cells.segment(i * whole + slabs.begin(rank) * stride, size);
  return part;
}

}  // namespace fokker
