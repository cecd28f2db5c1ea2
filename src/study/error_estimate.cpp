// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "coarse_comparison.hpp"
#include "fokker/core/error.hpp"
#include "fv/line_weights.hpp"
#include "refinement.hpp"
#include "solves.hpp"
#include "study/shared_solves.hpp"

namespace fokker {
namespace {

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
        shared_(options.shared),
        level_(level) {}

  /// Of those who hold the densities.
  void add(const std::vector<CoarseLevel>& coarse) {
    const auto of = [&](std::size_t i, auto&& solution) {
      return i < coarse.size() ? Coarse{&coarse[i], &solution(coarse[i].level)} : Coarse{};
    };
    const auto compare = [&](GridSolution& solution, bool known_at_start, auto&& on) {
      if (!solution.errors.empty()) return;
      const CoarseComparison comparison(problem_, of(0, on), of(1, on), of(2, on));
      set_errors(solution, [&](std::size_t k) {
        Array error = estimated(comparison, k, solution);
        return k == 0 && known_at_start ? Array(Array::Constant(error.size(), not_estimated)) : error;
      });
    };
    compare(level_.forward, true, [](const Level& other) -> const GridSolution& { return other.forward; });
    for (std::size_t i = 0; i < level_.reversals.size(); ++i)
      compare(level_.reversals[i].solution, false,
              [i](const Level& other) -> const GridSolution& { return other.reversals[i].solution; });
  }

  /// Every solution without an estimate gets one that is not known.
  void give_up(const std::string& reason) {
    for_each([&](GridSolution& solution) {
      if (!solution.errors.empty()) return;
      set_errors(solution, [&](std::size_t) { return Array(Array::Constant(problem_.grid.cells(), not_estimated)); });
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
  /// Ranks that keep the densities keep their errors, too.
  void set_errors(GridSolution& solution, const std::function<Array(std::size_t k)>& row) {
    const std::size_t count = solution.densities.size();
    solution.errors.resize(count);
    if (shared_ && shared_->keep) {
      solution.bring_error = shared_->cut(problem_.grid, count, row);
    } else {
      for (std::size_t k = 0; k < count; ++k) solution.errors[k] = row(k);
    }
  }

  /// Errors of the cell averages at snapshot k. What else is estimated there is added to the solution.
  Array estimated(const CoarseComparison& comparison, std::size_t k, GridSolution& solution) {
    const double t = problem_.time.snapshots[k];
    const DensityRow density = solution.density(k);
    auto [error, order] = comparison.at(t, *density);
    if (predicts_ && !std::isnan(order))
      level_.extrapolated_error =
          std::fmax(level_.extrapolated_error,
                    comparison.extrapolated_at(t, *density, moves_by_edges(problem_.forward.flux, solution)));
    solution.orders.push_back(order);
    if (!solution.absorbed.empty())
      solution.absorbed_errors.push_back(comparison.absorbed_at(t, solution.absorbed[k], order));
    return std::move(error);
  }

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
  bool predicts_;
  const SharedSolver* shared_;
  Level& level_;
};

}  // namespace

void estimate_errors(const Problem& problem, const LevelOptions& options, const Control& control, Level& level) {
  Estimator estimator(problem, options, level);
  const auto give_up = [&](const std::string& reason) {
    by_holders(options.shared, [&] { estimator.give_up(reason); });
  };
  const std::string few = too_coarse(problem);
  if (!few.empty()) return give_up(few);
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
      return give_up(fmt::format("a solve on fewer cells failed: {}", error.diagnostics().front().found));
    }
    by_holders(options.shared, [&] { estimator.add(coarse); });
  }
  by_holders(options.shared, [&] { estimator.mark(); });
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
  by_holders(options.shared, [&] { note_odd_cells(problem.grid, level, notes); });
  return level;
}

}  // namespace fokker
