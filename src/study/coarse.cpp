// SPDX-License-Identifier: MIT
#include "coarse.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "study/bridged.hpp"

namespace fokker {
namespace {

std::vector<double> knots_of(const StepTimes& steps) {
  std::vector<double> knots;
  for (std::size_t k = 0; k < steps.times.size(); ++k)
    if (steps.is_knot[k]) knots.push_back(steps.times[k]);
  return knots;
}

std::optional<StepTimes> coarse_steps(const Problem& problem, int numerator, int denominator) {
  const TimeSpan& time = problem.time;
  if (!time.steps) return std::nullopt;
  const StepTimes fine = step_times(time.snapshots, *time.steps, time.step_spacing);
  const StepTimes coarse = joined(numerator == 1 ? fine : subdivided(fine, numerator, time.step_spacing), denominator);
  return with_stops(coarse, time.stops, std::max(1, 4 * numerator / denominator));
}

/// Number of a time among those of a coarse level, if it is one of them.
std::optional<std::size_t> number_of(double t, const std::vector<double>& times) {
  const auto found = std::lower_bound(times.begin(), times.end(), t);
  if (found == times.end() || *found != t) return std::nullopt;
  return static_cast<std::size_t>(found - times.begin());
}

}  // namespace

PartOfCells part_beside_halves(const Grid& grid) {
  constexpr PartOfCells parts[] = {{2, 3}, {3, 5}, {3, 4}};
  const auto shares_edges = [&](const PartOfCells& part) {
    return std::ranges::all_of(grid.axes(), [&](const Axis& axis) { return axis.cells() % part.denominator == 0; });
  };
  const auto found = std::ranges::find_if(parts, shares_edges);
  return found == std::end(parts) ? parts[0] : *found;
}

std::optional<DensityRow> Coarse::at(double t) const {
  const auto k = level ? number_of(t, level->times) : std::nullopt;
  if (!k) return std::nullopt;
  DensityRow row = solution->density(*k);
  if ((*row).isNaN().all()) return std::nullopt;
  return row;
}

const Array* Coarse::absorbed_at(double t) const {
  const auto k = level && !solution->absorbed.empty() ? number_of(t, level->times) : std::nullopt;
  return k && !solution->absorbed[*k].isNaN().all() ? &solution->absorbed[*k] : nullptr;
}

CoarseLevel solve_coarse(const Problem& problem, const Coarsening& coarsening, const LevelOptions& options,
                         const Control& control, const std::string& purpose) {
  Problem coarse = problem;
  coarse.grid = coarsening.grid;
  coarse.particles.reset();
  coarse.forward.max_leak = std::numeric_limits<double>::infinity();
  coarse.forward.accuracy = Accuracy::plain;
  // Peclet numbers grow with the cells: the same choices at the same times
  const double growth = std::pow(static_cast<double>(problem.grid.cells()) / static_cast<double>(coarse.grid.cells()),
                                 1.0 / problem.grid.dimension());
  coarse.forward.carry_above *= growth;
  coarse.forward.complete_above *= growth;
  for (Reversal& reversal : coarse.reversals) reversal.accuracy = Accuracy::plain;
  LevelOptions own = options;
  own.keep_score = false;
  own.stop.reset();
  if (coarse.grid.cells() < problem.grid.cells() && starts_from_points(problem))
    own.start = mean_keeping_law(coarse.grid, *problem.initial.mixture);
  const auto& [grid, numerator, denominator] = coarsening;
  scale_bridge_steps(coarse, numerator, denominator);
  own.steps = coarse_steps(problem, numerator, denominator);
  if (own.steps) coarse.time.snapshots = knots_of(*own.steps);
  coarse.time.tolerance *= std::pow(static_cast<double>(denominator) / numerator, 3);
  std::vector<std::string> of_no_interest;
  Level level = solve_level(coarse, own, labelled(control, " on " + cells_text(grid) + " " + purpose), of_no_interest);
  level.score.reset();
  return {grid, coarse.time.snapshots, std::move(level)};
}

}  // namespace fokker
