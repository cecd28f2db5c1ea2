// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "settings.hpp"

namespace fokker {
namespace {

/// What lies beyond an end of axis k if the density keeps falling as over the last cells: of an exponential with the
/// rate between the last and the fourth cell, the largest of the snapshots; of another than a falling density 1.
double mass_beyond(const Grid& grid, const std::vector<Array>& densities, int k, bool upper) {
  constexpr Eigen::Index apart = 3;
  const Axis& axis = grid.axis(k);
  const Eigen::Index last = axis.cells() - 1, end = upper ? last : 0, inner = upper ? last - apart : apart;
  const double distance = std::abs(axis.centres()[end] - axis.centres()[inner]);
  double largest = 0;
  for (const Array& density : densities) {
    if (density.isNaN().all()) continue;
    const Array line = axis_masses(grid, density, k) / axis.widths();
    if (!(line[end] > 0)) continue;
    const double rate = std::log(line[inner] / line[end]) / distance;
    largest = std::max(largest, rate > 0 ? line[end] / rate : 1.0);
  }
  return largest;
}

}  // namespace

bool widen(const Problem& problem, const Level& level, const Target& target, Settings& settings) {
  constexpr double part = 0.25;
  bool moved = false;
  for (const int k : target.free_axes) {
    const auto place = static_cast<std::size_t>(k);
    const double length = settings.upper[place] - settings.lower[place];
    const Eigen::Index cells = settings.cells[place];
    for (const bool upper : {false, true}) {
      double beyond = mass_beyond(problem.grid, level.forward.densities, k, upper);
      for (const ReverseSolution& reversal : level.reversals)
        beyond = std::max(beyond, mass_beyond(problem.grid, reversal.solution.densities, k, upper));
      if (beyond <= 0.1 * target.tv) continue;
      moved = true;
      (upper ? settings.upper : settings.lower)[place] += (upper ? part : -part) * length;
      settings.cells[place] += cells / 4;
    }
  }
  return moved;
}

}  // namespace fokker
