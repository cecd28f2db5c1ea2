// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "coarse.hpp"
#include "fokker/core/error.hpp"
#include "fokker/grid/restriction.hpp"
#include "fv/line_weights.hpp"
#include "refinement.hpp"
#include "solves.hpp"
#include "study/absorbed_error.hpp"
#include "study/shared_solves.hpp"

namespace fokker {
namespace {

constexpr double not_estimated = std::numeric_limits<double>::quiet_NaN();
/// Relative L1 differences below this are rounding: they show no order.
constexpr double rounding = 1e-13;

double l1(const Grid& grid, const Array& difference) { return mass(grid, difference.abs()); }

/// One solution on n, n/2, n/4 and perhaps a part of the cells beside them.
class CoarseComparison {
 public:
  CoarseComparison(const Problem& problem, const Coarse& half, const Coarse& quarter, const Coarse& part)
      : grid_(problem.grid),
        part_(part_beside_halves(problem.grid)),
        from_points_(starts_from_points(problem)),
        half_(half),
        quarter_(quarter),
        on_part_(part) {}

  /// Estimated error of a density and the observed order; NaN where a coarse solve did not reach the time.
  std::pair<Array, double> at(double t, const Array& density) const {
    const Array *half = half_.at(t), *quarter = quarter_.at(t), *on_part = on_part_.at(t);
    if (!half || !quarter || density.isNaN().all())
      return {Array::Constant(grid_.cells(), not_estimated), not_estimated};
    const Grid &on_half = half_.level->grid, &on_quarter = quarter_.level->grid;
    const Array difference = (remapped(grid_, on_half, density) - *half).abs();
    const Array half_on_quarter = remapped(on_half, on_quarter, *half);
    const double near = l1(on_quarter, remapped(grid_, on_quarter, density) - half_on_quarter);
    const double far = l1(on_quarter, half_on_quarter - *quarter);
    const double order = std::max(near, far) > rounding ? std::log2(far / near) : not_estimated;
    const double found = mass(on_half, difference);
    double error = found * over_difference(order, 2, from_points_);
    if (on_part)
      error = std::max(
          error, difference_to_part(density, *on_part) * over_difference(order, 1 / part_.of_one(), from_points_));
    return {spread_over_cells(on_half, difference, density, std::min(error, 2.0)), order};
  }

  /// Of the mass gone through each boundary, likewise.
  Array absorbed_at(double t, const Array& absorbed, double order) const {
    const Array *half = half_.absorbed_at(t), *quarter = quarter_.absorbed_at(t), *part = on_part_.absorbed_at(t);
    if (!half || !quarter || absorbed.isNaN().all()) return Array::Constant(absorbed.size(), not_estimated);
    return absorbed_error({absorbed, *half, *quarter, part, 1 / part_.of_one()}, order, from_points_);
  }

  /// See Level::extrapolated_error.
  double extrapolated_at(double t, const Array& density, bool by_edges) const {
    const Array *half = half_.at(t), *quarter = quarter_.at(t);
    if (!half || !quarter || density.isNaN().all()) return not_estimated;
    return extrapolated_error(half_.level->grid, *quarter, *half, density, by_edges);
  }

 private:
  double difference_to_part(const Array& density, const Array& on_part) const {
    const Grid common = coarsened(grid_, 1, part_.denominator);
    return l1(common, remapped(grid_, common, density) - remapped(on_part_.level->grid, common, on_part));
  }

  /// Where the coarse solution is the same, like the density.
  Array spread_over_cells(const Grid& coarse, const Array& difference, const Array& density, double error) const {
    const Array shape = spread(coarse, grid_, difference);
    const double sum = mass(grid_, shape);
    return sum > 0 ? Array(shape * (error / sum)) : Array(density * (error / mass(grid_, density)));
  }

  const Grid& grid_;
  PartOfCells part_;
  bool from_points_;
  Coarse half_, quarter_, on_part_;
};

/// Whether steps can be as many as one likes without an error: one direction, whose exponential is taken.
bool steps_are_exact(const Problem& problem, Stepper stepper) {
  const auto& modulation = problem.process.modulation;
  return stepper == Stepper::exponential && problem.grid.dimension() == 1 && modulation && !modulation->rate;
}

/// Why there can be no coarse solves; empty where there can.
std::string too_coarse(const Problem& problem) {
  for (const Axis& axis : problem.grid.axes())
    if (axis.cells() / 2 < fewest_coarse_cells)
      return fmt::format("half of the {} cells along {} are fewer than {}", axis.cells(), axis.name,
                         fewest_coarse_cells);
  const std::optional<long> steps = problem.time.steps;
  if (steps && *steps < fewest_steps && !steps_are_exact(problem, problem.forward.stepper))
    return fmt::format("{} steps are fewer than {}", *steps, fewest_steps);
  return "";
}

bool may_be_quartered(const Grid& grid) {
  return std::all_of(grid.axes().begin(), grid.axes().end(), [](const Axis& axis) { return axis.cells() % 4 == 0; });
}

/// Where the plain solutions of a level are found on each coarse level.
class Estimator {
 public:
  Estimator(const Problem& problem, const LevelOptions& options, Level& level)
      : problem_(problem),
        predicts_(options.predict_extrapolation && may_be_quartered(problem.grid)),
        holds_whole_(holds_whole(options.shared)),
        level_(level) {}

  void add(const std::vector<CoarseLevel>& coarse) {
    if (!holds_whole_) return;
    const auto of = [&](std::size_t i, auto&& solution) {
      return i < coarse.size() ? Coarse{&coarse[i], &solution(coarse[i].level)} : Coarse{};
    };
    const auto compare = [&](GridSolution& solution, auto&& on) {
      if (!solution.errors.empty()) return;
      const CoarseComparison comparison(problem_, of(0, on), of(1, on), of(2, on));
      const bool by_edges = moves_by_edges(problem_.forward.flux, solution);
      for (std::size_t k = 0; k < solution.densities.size(); ++k) {
        const double t = problem_.time.snapshots[k];
        auto [error, order] = comparison.at(t, solution.densities[k]);
        if (predicts_ && !std::isnan(order))
          level_.extrapolated_error =
              std::fmax(level_.extrapolated_error, comparison.extrapolated_at(t, solution.densities[k], by_edges));
        solution.errors.push_back(std::move(error));
        solution.orders.push_back(order);
        if (solution.absorbed.empty()) continue;
        solution.absorbed_errors.push_back(comparison.absorbed_at(t, solution.absorbed[k], order));
      }
    };
    const bool plain = level_.forward.errors.empty();
    compare(level_.forward, [](const Level& other) -> const GridSolution& { return other.forward; });
    if (plain) level_.forward.errors.front() = Array::Constant(problem_.grid.cells(), not_estimated);
    for (std::size_t i = 0; i < level_.reversals.size(); ++i)
      compare(level_.reversals[i].solution,
              [i](const Level& other) -> const GridSolution& { return other.reversals[i].solution; });
  }

  /// Every solution without an estimate gets one that is not known.
  void give_up(const std::string& reason) {
    if (!holds_whole_) return;
    for_each([&](GridSolution& solution) {
      if (!solution.errors.empty()) return;
      const Array unknown = Array::Constant(problem_.grid.cells(), not_estimated);
      solution.errors.assign(solution.densities.size(), unknown);
      solution.orders.assign(solution.densities.size(), not_estimated);
      for (const Array& absorbed : solution.absorbed)
        solution.absorbed_errors.push_back(Array::Constant(absorbed.size(), not_estimated));
      solution.error_unknown = reason;
    });
  }

  /// Names what the estimates cannot see.
  void mark() {
    const GridProblem moved = on_grid(problem_);
    const std::string forward = unresolved_features(moved, level_.forward, level_.steps, nullptr);
    if (!forward.empty()) level_.forward.error_unknown = forward;
    const std::string reversals = of_reversals(moved, forward);
    if (reversals.empty()) return;
    for (ReverseSolution& reverse : level_.reversals) reverse.solution.error_unknown = reversals;
  }

  bool all_known() const {
    const auto known = [](const ReverseSolution& reverse) { return !reverse.solution.errors.empty(); };
    return !level_.forward.errors.empty() && std::ranges::all_of(level_.reversals, known);
  }

 private:
  std::string of_reversals(const GridProblem& moved, const std::string& forward) const {
    const bool flowed = moved.process.correlated && carried_part(level_.forward, 0) > 0;
    if (level_.reversals.empty() || (!flowed && !takes_line_weights(moved.process, moved.forward.flux))) return forward;
    const auto by_edges =
        std::find_if(level_.reversals.begin(), level_.reversals.end(),
                     [](const ReverseSolution& other) { return carried_part(other.solution, 0) < 1; });
    const ReverseSolution& reversed = by_edges == level_.reversals.end() ? level_.reversals.front() : *by_edges;
    return unresolved_features(moved, level_.forward, level_.steps, &reversed.solution);
  }

  template <class Action>
  void for_each(Action&& action) {
    action(level_.forward);
    for (ReverseSolution& reverse : level_.reversals) action(reverse.solution);
  }

  const Problem& problem_;
  bool predicts_, holds_whole_;
  Level& level_;
};

}  // namespace

void estimate_errors(const Problem& problem, const LevelOptions& options, const Control& control, Level& level) {
  Estimator estimator(problem, options, level);
  const std::string few = too_coarse(problem);
  if (!few.empty()) return estimator.give_up(few);
  if (!estimator.all_known()) {
    std::vector<CoarseLevel> coarse;
    try {
      const auto solve_part = [&](int numerator, int denominator) {
        coarse.push_back(solve_coarse(
            problem, {coarsened(problem.grid, numerator, denominator), numerator, denominator}, options, control));
      };
      for (const int denominator : {2, 4}) solve_part(1, denominator);
      const auto [numerator, denominator] = part_beside_halves(problem.grid);
      if (!problem.process.transition) solve_part(numerator, denominator);
    } catch (const Error& error) {
      if (error.fault() != Fault::numerical) throw;
      return estimator.give_up(fmt::format("a solve on fewer cells failed: {}", error.diagnostics().front().found));
    }
    together(options.shared, [&] { estimator.add(coarse); });
  }
  together(options.shared, [&] {
    if (holds_whole(options.shared)) estimator.mark();
  });
}

/// Where halves share no edges with the cells, the difference to them is partly that of an interpolation.
void note_odd_cells(const Grid& grid, const Level& level, std::vector<std::string>& notes) {
  const Estimated found = worst_estimate(grid, level);
  if (!found.unknown.empty() || (found.order >= lowest_asymptotic_order && found.order <= highest_asymptotic_order))
    return;
  for (const Axis& axis : grid.axes())
    if (axis.cells() % 2 == 1)
      notes.push_back(fmt::format(
          "{} cells along {}: edges of half as many lie between theirs, so that the estimated error includes "
          "that of an interpolation; an even number of cells, best a multiple of 12, has none",
          axis.cells(), axis.name));
}

Level solve_with_errors(const Problem& problem, const LevelOptions& options, const Control& control,
                        std::vector<std::string>& notes) {
  Level level = wants_extrapolation(problem) ? solve_extrapolated(problem, options, control, notes)
                                             : solve_level(problem, options, control, notes);
  if (!problem.forward.error_estimate) return level;
  estimate_errors(problem, options, control, level);
  if (holds_whole(options.shared)) note_odd_cells(problem.grid, level, notes);
  return level;
}

}  // namespace fokker
