// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "coarse.hpp"
#include "fokker/grid/restriction.hpp"

namespace fokker {
namespace {

/// Largest total variation between the solutions of a level and those on one that is coarser.
double largest_difference(const Problem& problem, const Level& level, const CoarseLevel& coarse) {
  double largest = 0;
  const auto compare = [&](const GridSolution& solution, const GridSolution& other) {
    for (std::size_t k = 0; k < solution.densities.size(); ++k) {
      const Array* there = Coarse{&coarse, &other}.at(problem.time.snapshots[k]);
      if (!there || solution.densities[k].isNaN().all()) continue;
      const Array here = remapped(problem.grid, coarse.grid, solution.densities[k]);
      largest = std::max(largest, 0.5 * mass(coarse.grid, (here - *there).abs()));
    }
  };
  compare(level.forward, coarse.level.forward);
  for (std::size_t i = 0; i < level.reversals.size(); ++i)
    compare(level.reversals[i].solution, coarse.level.reversals[i].solution);
  return largest;
}

}  // namespace

std::vector<double> error_parts(const Problem& problem, const Level& level, double error, const LevelOptions& options,
                                const Control& control) {
  std::vector<double> parts;
  for (int k = 0; k <= problem.grid.dimension(); ++k) {
    const bool of_steps = k == problem.grid.dimension();
    std::vector<Axis> axes = problem.grid.axes();
    if (!of_steps) {
      Axis& axis = axes[static_cast<std::size_t>(k)];
      axis = coarsened(axis, axis.cells() / 2);
    }
    const Coarsening coarsening{Grid(std::move(axes)), 1, of_steps ? 2 : 1};
    const std::string purpose = of_steps ? "for the part of the steps" : "for the part of an axis";
    const double part =
        largest_difference(problem, level, solve_coarse(problem, coarsening, options, control, purpose));
    parts.push_back(wants_extrapolation(problem) ? part * part : part);
  }
  double sum = 0;
  for (const double part : parts) sum += part;
  for (double& part : parts) part = sum > 0 ? part * error / sum : error / static_cast<double>(parts.size());
  return parts;
}

}  // namespace fokker
