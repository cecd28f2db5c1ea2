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

/// body(cell, position, lower neighbour, upper neighbour); a neighbour beyond a boundary is the cell itself.
template <class Body>
void each_cell(const Grid& grid, int axis, int threads, const Body& body) {
  const Eigen::Index n = grid.axis(axis).cells(), stride = grid.stride(axis);
  const bool periodic = grid.axis(axis).periodic();
  const Eigen::Index below_first = periodic ? (n - 1) * stride : 0;
  over_cells(grid.cells(), threads, [&](Eigen::Index begin, Eigen::Index count) {
    for_runs(stride, n, begin, begin + count, [&](Eigen::Index first, Eigen::Index length, Eigen::Index start) {
      for (Eigen::Index i = first; i < first + length; ++i) {
        const Eigen::Index p = stride == 1 ? start + i - first : start;
        body(i, p, p > 0 ? i - stride : i + below_first, p + 1 < n ? i + stride : i - below_first);
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

void to_points(const Grid& grid, int threads, PointScratch& scratch, Array& masses, StepStatistics& statistics) {
  Array& part = scratch.taken;
  Array& moved = scratch.moved;
  part.resize(grid.cells());
  moved.resize(grid.cells());
  for (int axis = 0; axis < grid.dimension(); ++axis) {
    const Spread spread = spread_of(grid.axis(axis));
    const Eigen::Index n = grid.axis(axis).cells();
    const auto from = [n](Eigen::Index p, int side) { return (p + side + n) % n; };
    each_cell(grid, axis, threads, [&](Eigen::Index i, Eigen::Index p, Eigen::Index below, Eigen::Index above) {
      const double taken = spread.upper[from(p, -1)] * masses[below] + spread.lower[from(p, 1)] * masses[above];
      part[i] = taken > masses[i] ? masses[i] / taken : 1;
    });
    each_cell(grid, axis, threads, [&](Eigen::Index i, Eigen::Index, Eigen::Index below, Eigen::Index above) {
      moved[i] = std::min(part[below], part[above]) * masses[i];
    });
    each_cell(grid, axis, threads, [&](Eigen::Index i, Eigen::Index p, Eigen::Index below, Eigen::Index above) {
      part[i] = masses[i] + (spread.lower[p] + spread.upper[p]) * moved[i] - spread.upper[from(p, -1)] * moved[below] -
                spread.lower[from(p, 1)] * moved[above];
    });
    masses.swap(part);
    zero_residues(masses, statistics);
  }
}

void to_averages(const Grid& grid, int threads, PointScratch& scratch, Array& masses) {
  Array& moved = scratch.moved;
  moved.resize(grid.cells());
  for (int axis = 0; axis < grid.dimension(); ++axis) {
    const Spread spread = spread_of(grid.axis(axis));
    const Eigen::Index n = grid.axis(axis).cells();
    each_cell(grid, axis, threads, [&](Eigen::Index i, Eigen::Index p, Eigen::Index below, Eigen::Index above) {
      moved[i] = (1 - spread.lower[p] - spread.upper[p]) * masses[i] + spread.upper[(p - 1 + n) % n] * masses[below] +
                 spread.lower[(p + 1) % n] * masses[above];
    });
    masses.swap(moved);
  }
}

}  // namespace fokker
