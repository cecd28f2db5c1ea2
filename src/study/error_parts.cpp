// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "coarse.hpp"
#include "fokker/grid/restriction.hpp"

namespace fokker {
namespace {

/// Cells and steps that are made fewer for the parts: those of the problem, or half of them.
struct Base {
  const Grid& grid;
  int divisor = 1;  ///< of the steps
  const Level& level;
  const CoarseLevel* coarse = nullptr;  ///< where `level` is one of half the cells

  std::optional<DensityRow> at(const GridSolution& solution, std::size_t k, double t) const {
    if (coarse) return Coarse{coarse, &solution}.at(t);
    DensityRow row = solution.density(k);
    return (*row).isNaN().all() ? std::nullopt : std::optional(std::move(row));
  }
};

/// Largest total variation between the solutions of a base and those on a level that is coarser.
double largest_difference(const Problem& problem, const Base& base, const CoarseLevel& coarse) {
  double largest = 0;
  const auto compare = [&](const GridSolution& solution, const GridSolution& other) {
    for (std::size_t k = 0; k < problem.time.snapshots.size(); ++k) {
      const double t = problem.time.snapshots[k];
      const auto fine = base.at(solution, k, t), there = Coarse{&coarse, &other}.at(t);
      if (!fine || !there) continue;
      const Array here = remapped(base.grid, coarse.grid, **fine);
      largest = std::max(largest, 0.5 * mass(coarse.grid, (here - **there).abs()));
    }
  };
  compare(base.level.forward, coarse.level.forward);
  for (std::size_t i = 0; i < base.level.reversals.size(); ++i)
    compare(base.level.reversals[i].solution, coarse.level.reversals[i].solution);
  return largest;
}

/// Of each axis and of the steps, in proportion to the errors of the base.
std::vector<double> parts_of(const Problem& problem, const Base& base, const LevelOptions& options,
                             const Control& control) {
  std::vector<double> parts;
  for (int k = 0; k <= problem.grid.dimension(); ++k) {
    const bool of_steps = k == problem.grid.dimension();
    std::vector<Axis> axes = base.grid.axes();
    if (!of_steps) {
      Axis& axis = axes[static_cast<std::size_t>(k)];
      axis = coarsened(axis, axis.cells() / 2);
    }
    const Coarsening coarsening{Grid(std::move(axes)), 1, of_steps ? 2 * base.divisor : base.divisor};
    const std::string purpose = of_steps ? "for the part of the steps" : "for the part of an axis";
    const CoarseLevel coarse = solve_coarse(problem, coarsening, options, control, purpose);
    const double part = largest_difference(problem, base, coarse);
    if (of_steps && coarse.times.size() < problem.time.snapshots.size())  // half the steps pass over snapshots
      parts.push_back(*std::max_element(parts.begin(), parts.end()));
    else
      parts.push_back(wants_extrapolation(problem) ? part * part : part);
  }
  return parts;
}

/// Whether a quarter of cells and steps still shows an error.
bool may_be_halved_twice(const Problem& problem) {
  const std::vector<Axis>& axes = problem.grid.axes();
  return std::all_of(axes.begin(), axes.end(),
                     [](const Axis& axis) { return axis.cells() >= 4 * fewest_coarse_cells; }) &&
         (!problem.time.steps || *problem.time.steps >= 4 * fewest_steps);
}

}  // namespace

std::vector<double> error_parts(const Problem& problem, const Level& level, double error, PartsFrom from,
                                const LevelOptions& options, const Control& control) {
  std::vector<double> parts;
  if (from == PartsFrom::half_the_cells && may_be_halved_twice(problem)) {
    const CoarseLevel half =
        solve_coarse(problem, {coarsened(problem.grid, 1, 2), 1, 2}, options, control, "for the parts of the error");
    parts = parts_of(problem, {half.grid, 2, half.level, &half}, options, control);
  } else {
    parts = parts_of(problem, {problem.grid, 1, level}, options, control);
  }
  double sum = 0;
  for (const double part : parts) sum += part;
  for (double& part : parts) part = sum > 0 ? part * error / sum : error / static_cast<double>(parts.size());
  return parts;
}

}  // namespace fokker
