// SPDX-License-Identifier: MIT
#include "time/point_masses.hpp"

#include <algorithm>

#include "fv/blocks.hpp"
#include "grid/runs.hpp"
#include "time/flux_limiter.hpp"

namespace fokker {
namespace {

/// Part of a cell's mass that passes between it and its lower and upper neighbour.
struct Spread {
  Array lower, upper;
};

Spread spread_of(const Axis& axis) {
  const Eigen::Index n = axis.cells();
  const Array centres = axis.centres(), widths = axis.widths();
  const auto centre = [&](Eigen::Index i) { return image_of(axis, centres, i).x; };
  Spread spread{Array(n), Array(n)};
  for (Eigen::Index i = 0; i < n; ++i) {
    const double below = centres[i] - centre(i - 1), above = centre(i + 1) - centres[i];
    const double twice = widths[i] * widths[i] / (12 * (below + above));
    spread.lower[i] = twice / below;
    spread.upper[i] = twice / above;
  }
  if (axis.periodic()) return spread;
  spread.lower[0] = spread.upper[n - 1] = 0;  // the mirror image is the cell itself
  return spread;
}

/// body(cell, position, lower neighbour, upper neighbour); a neighbour beyond a boundary, or beyond the end of a part,
/// is the cell itself.
template <class Body>
void each_cell(const Grid& grid, int axis, const AxisPart& part, Eigen::Index cells, int threads, const Body& body) {
  const Eigen::Index n = grid.axis(axis).cells(), stride = grid.stride(axis), last = part.count - 1;
  const Eigen::Index round = part.whole && grid.axis(axis).periodic() ? last * stride : 0;
  over_cells(cells, threads, [&](Eigen::Index begin, Eigen::Index count) {
    for_runs(stride, part.count, begin, begin + count,
             [&](Eigen::Index first, Eigen::Index length, Eigen::Index start) {
               for (Eigen::Index i = first; i < first + length; ++i) {
                 const Eigen::Index place = stride == 1 ? start + i - first : start;
                 Eigen::Index p = part.first + place;
                 if (p >= n) p %= n;
                 body(i, p, place > 0 ? i - stride : i + round, place < last ? i + stride : i - round);
               }
             });
  });
}

}  // namespace

CellImage image_of(const Axis& axis, const Array& centres, Eigen::Index at) {
  const Eigen::Index n = axis.cells(), over = at < 0 ? -1 : at >= n ? 1 : 0;
  if (over == 0) return {at, centres[at]};
  const double begin = axis.edges[0], end = axis.edges[n];
  const Eigen::Index mirrored = over < 0 ? -1 - at : 2 * n - 1 - at;
  const Eigen::Index cell = std::clamp<Eigen::Index>(axis.periodic() ? at - over * n : mirrored, 0, n - 1);
  const double x = centres[cell];
  return {cell, axis.periodic() ? x + static_cast<double>(over) * (end - begin) : 2 * (over < 0 ? begin : end) - x};
}

void zero_residues(Array& masses, StepStatistics& statistics) {
  zero_residues(LineOfRows{.n = masses.size(), .lane = 0, .step = 1, .closed = false}, masses, statistics);
}

void to_points_along(const Grid& grid, int axis, const AxisPart& part, int threads, PointScratch& scratch,
                     Array& masses) {
  Array& change = scratch.taken;
  Array& moved = scratch.moved;
  change.resize(masses.size());
  moved.resize(masses.size());
  const Spread spread = spread_of(grid.axis(axis));
  const Eigen::Index n = grid.axis(axis).cells();
  const auto from = [n](Eigen::Index p, int side) { return (p + side + n) % n; };
  const auto each = [&](const auto& body) { each_cell(grid, axis, part, masses.size(), threads, body); };
  each([&](Eigen::Index i, Eigen::Index p, Eigen::Index below, Eigen::Index above) {
    const double taken = spread.upper[from(p, -1)] * masses[below] + spread.lower[from(p, 1)] * masses[above];
    change[i] = taken > masses[i] ? masses[i] / taken : 1;
  });
  each([&](Eigen::Index i, Eigen::Index, Eigen::Index below, Eigen::Index above) {
    moved[i] = std::min(change[below], change[above]) * masses[i];
  });
  each([&](Eigen::Index i, Eigen::Index p, Eigen::Index below, Eigen::Index above) {
    change[i] = masses[i] + (spread.lower[p] + spread.upper[p]) * moved[i] - spread.upper[from(p, -1)] * moved[below] -
                spread.lower[from(p, 1)] * moved[above];
  });
  masses.swap(change);
}

void to_averages_along(const Grid& grid, int axis, const AxisPart& part, int threads, PointScratch& scratch,
                       Array& masses) {
  Array& moved = scratch.moved;
  moved.resize(masses.size());
  const Spread spread = spread_of(grid.axis(axis));
  const Eigen::Index n = grid.axis(axis).cells();
  each_cell(grid, axis, part, masses.size(), threads,
            [&](Eigen::Index i, Eigen::Index p, Eigen::Index below, Eigen::Index above) {
              moved[i] = (1 - spread.lower[p] - spread.upper[p]) * masses[i] +
                         spread.upper[(p - 1 + n) % n] * masses[below] + spread.lower[(p + 1) % n] * masses[above];
            });
  masses.swap(moved);
}

void to_points(const Grid& grid, int threads, PointScratch& scratch, Array& masses, StepStatistics& statistics) {
  for (int axis = 0; axis < grid.dimension(); ++axis) {
    to_points_along(grid, axis, {0, grid.axis(axis).cells()}, threads, scratch, masses);
    zero_residues(masses, statistics);
  }
}

void to_averages(const Grid& grid, int threads, PointScratch& scratch, Array& masses) {
  for (int axis = 0; axis < grid.dimension(); ++axis)
    to_averages_along(grid, axis, {0, grid.axis(axis).cells()}, threads, scratch, masses);
}

}  // namespace fokker
