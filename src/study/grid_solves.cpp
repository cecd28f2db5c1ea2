// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/allocation.hpp"
#include "core/state_checks.hpp"
#include "fokker/core/error.hpp"
#include "solves.hpp"
#include "study/assemblers.hpp"
#include "study/shared_solves.hpp"
#include "time/checkpoints.hpp"

namespace fokker {
namespace {

/// Over given steps, else adaptively.
Integration solve(const OperatorAt& at, const Operator& blank, const Array& start, const StepTimes& knots,
                  const std::optional<StepTimes>& steps, const IntegrateOptions& options) {
  return allocated("the densities of " + options.stage, [&] {
    if (steps) return integrate(at, blank, start, *steps, options);
    return integrate_adaptive(at, blank, start, knots, options);
  });
}

OperatorAt operator_of(std::shared_ptr<const Assembler> assembler) {
  return
      [assembler = std::move(assembler)](double begin, double end, Operator& L) { assembler->assemble(begin, end, L); };
}

/// Snapshots or other knots, and the stops between them.
StepTimes knots_and_stops(const TimeSpan& time, const std::vector<double>& knots) {
  return with_stops({knots, std::vector<bool>(knots.size(), true)}, time.stops, 1);
}

std::optional<StepTimes> forward_steps(const GridProblem& problem, const std::optional<StepTimes>& steps) {
  if (steps || !problem.time.steps) return steps;
  return fixed_steps(problem.time, problem.time.snapshots);
}

/// Steps of a reversal in process time: those of the forward solve from `stop` on, or the problem's.
std::optional<StepTimes> reverse_steps(const GridProblem& problem, const std::vector<double>& knots,
                                       const std::optional<StepTimes>& forward) {
  const TimeSpan& time = problem.time;
  if (!forward && !time.steps) return std::nullopt;
  // steps that mirror the forward ones meet its stored densities at their ends
  if (!forward) return fixed_steps(time, knots);
  StepTimes steps;
  for (const double t : forward->times) {
    if (t < knots.front()) continue;
    steps.times.push_back(t);
    steps.is_knot.push_back(std::binary_search(knots.begin(), knots.end(), t));
  }
  return steps;
}

/// Rows of a reversal, which come last snapshot first; those before `stop` were not reached.
void put_back_in_time(const GridProblem& problem, Integration backward, double stop, GridSolution& solution) {
  solution.statistics = backward.statistics;
  const double unreached = std::numeric_limits<double>::quiet_NaN();
  const Eigen::Index held = backward.trajectory.densities.front().size();
  const std::size_t reached = backward.knots.size(), snapshots = problem.time.snapshots.size();
  for (std::size_t k = 0; k < snapshots; ++k) {
    const std::size_t from_end = snapshots - 1 - k;
    const bool left_out = problem.time.snapshots[k] < stop || from_end >= reached;
    solution.densities.push_back(left_out ? Array(Array::Constant(held, unreached))
                                          : std::move(backward.trajectory.densities[from_end]));
    if (!absorbs(problem.grid)) continue;
    solution.absorbed.push_back(left_out ? Array(Array::Constant(2 * problem.grid.dimension(), unreached))
                                         : backward.absorbed[from_end]);
  }
}

}  // namespace

bool uses_forward_score(const std::vector<Reversal>& reversals) {
  return std::any_of(reversals.begin(), reversals.end(),
                     [](const Reversal& r) { return r.score == ScoreSource::forward; });
}

namespace {

/// Densities of all steps, and how often the score meets its floor in them.
void observe_for_score(const Grid& grid, Checkpoints& kept, std::size_t& floored_cells, IntegrateOptions& options) {
  options.each_step = [&](double t, const Array& masses) {
    kept.keep(t, masses);
    floored_cells += cells_below_floor(masses / grid.volumes());
  };
  options.observed.save = [&](StateView& view) {
    kept.save(view);
    view.add("floored_cells", std::vector<std::int64_t>{static_cast<std::int64_t>(floored_cells)});
  };
  options.observed.load = [&](State& state) {
    if (!kept.load(state)) return false;
    floored_cells = static_cast<std::size_t>(state.take_integers("floored_cells", 1)[0]);
    return true;
  };
}

IntegrateOptions forward_options(const GridProblem& problem, const Control& control, const std::string& stage) {
  return {.stepper = problem.forward.stepper,
          .carry_above = problem.forward.carry_above,
          .complete_above = problem.forward.complete_above,
          .tolerance = problem.time.tolerance,
          .control = control,
          .stage = stage};
}

/// The times of the steps of a solve.
void observe_times(std::vector<double>& times, IntegrateOptions& options) {
  options.each_step = [&](double t, const Array&) { times.push_back(t); };
  options.observed.save = [&](StateView& view) { view.add_values("steps", times); };
  options.observed.load = [&](State& state) {
    if (!state.has("steps")) return false;
    times = state.take_values("steps");
    return true;
  };
}

}  // namespace

ForwardSolve solve_forward(const GridProblem& problem, const std::optional<StepTimes>& given,
                           std::optional<double> score_memory, const Control& control, const SharedSolver* shared) {
  const TimeSpan& time = problem.time;
  IntegrateOptions options = forward_options(problem, control, "forward");
  options.boundary_rates = absorbs(problem.grid);
  options.max_leak = problem.forward.max_leak;
  const double bytes = score_memory.value_or(0);
  Checkpoints kept(shared ? shared->memory(problem.grid, bytes) : bytes);
  std::size_t floored_cells = 0;
  const Grid part = shared ? shared->part(problem.grid) : problem.grid;
  if (score_memory) observe_for_score(part, kept, floored_cells, options);
  const std::optional<StepTimes> steps = forward_steps(problem, given);
  std::vector<double> taken;  // adaptive steps whose densities are not needed
  if (!score_memory && !steps) observe_times(taken, options);
  const auto assembler = shared ? nullptr : forward_assembler(problem, control);
  const OperatorAt at = operator_of(assembler);
  const std::function<Array()> start = [&] {
    return law_averages(without_volumes(problem.grid, shared), problem.start, control.threads);
  };
  const StepTimes knots = knots_and_stops(time, time.snapshots);
  ForwardSolve result{shared ? solve_together(problem, *shared, {start, knots, steps}, options)
                             : solve(at, assembler->blank(), start(), knots, steps, options),
                      std::nullopt,
                      {}};
  if (steps) taken = steps->times;
  if (score_memory) taken = kept.times();
  require_times(taken, time.snapshots, "steps");
  result.steps = std::move(taken);
  if (!score_memory) return result;
  std::vector<double> times = result.steps;
  const auto history = [&] {
    if (shared) return std::move(kept).history(part, steps_again(problem, *shared, options), {});
    const ImplicitStepper stepper(problem.forward.stepper, control.threads, problem.forward.carry_above,
                                  problem.forward.complete_above);
    return std::move(kept).history(at, assembler->blank(), stepper, control);
  };
  Score score = kept.stride() == 1 ? trajectory_score(std::move(kept).trajectory(part), control.threads)
                                   : trajectory_score(history(), floored_cells, control.threads);
  if (shared) score.floored_cells = shared->count(problem.grid, score.floored_cells);
  result.score = StoredScore{std::move(score), std::move(times)};
  return result;
}

StepTimes adaptive_steps(const GridProblem& problem, const Control& control, const SharedSolver* shared) {
  StepTimes steps;
  IntegrateOptions options = forward_options(problem, control, "steps");
  observe_times(steps.times, options);
  const auto assembler = shared ? nullptr : forward_assembler(problem, control);
  const std::vector<double>& knots = problem.time.snapshots;
  const std::function<Array()> start = [&] { return law_averages(problem.grid, problem.start, control.threads); };
  const StepTimes ends = knots_and_stops(problem.time, knots);
  if (shared)
    solve_together(problem, *shared, {start, ends, std::nullopt}, options);
  else
    solve(operator_of(assembler), assembler->blank(), start(), ends, std::nullopt, options);
  require_times(steps.times, knots, "steps");
  for (const double t : steps.times) steps.is_knot.push_back(std::binary_search(knots.begin(), knots.end(), t));
  return steps;
}

namespace {

Integration solve_alone(const GridProblem& problem, const Reversal& reverse, const Score& score,
                        const Score* forward_score, const SolveTimes& way, const IntegrateOptions& options) {
  const Control& control = options.control;
  const auto assembler = reverse_assembler(problem, reverse, score, control);
  OperatorAt at = operator_of(assembler);
  if (absorbs(problem.grid))
    at = fed_by_boundaries(problem.process, {problem.grid, flux_of_edges(problem.forward.flux), *forward_score},
                           problem.time.end, at, control.threads);
  return solve(at, assembler->blank(), way.start(), way.ends, way.steps, options);
}

}  // namespace

ReverseSolution solve_reverse(const GridProblem& problem, const Reversal& reverse, const Scores& scores,
                              const GridSolution& forward, const Score* forward_score, double stop,
                              const std::optional<StepTimes>& given, const Control& control,
                              const SharedSolver* shared) {
  const double T = problem.time.end;
  const Score& score = scores.of(reverse);
  ReverseSolution result{reverse.name,
                         reverse.alpha_in_time ? reverse.alpha_in_time(T) : reverse.alpha,
                         reverse.start == ReverseStart::forward,
                         static_cast<std::int64_t>(score.floored_cells),
                         {}};
  const std::function<Array()> start = [&]() -> Array {
    const bool forwards = result.starts_from_forward;
    const Grid grid = without_volumes(problem.grid, shared);
    Array density = forwards ? *forward.last_density()
                             : law_averages(grid, start_law(problem.process, problem.time, reverse), control.threads);
    result.solution.starting_mass = mass(grid, density);
    if (!forwards) result.solution.outside_mass = std::max(0.0, 1 - result.solution.starting_mass);
    return density;
  };

  const std::vector<double> knots = reverse_knots(problem.time, stop);
  std::optional<StepTimes> steps = reverse_steps(problem, knots, given);
  if (steps) steps = mirrored(*steps, T);
  const StepTimes ends = mirrored(knots_and_stops(problem.time, knots), T);
  const IntegrateOptions options{.stepper = reverse.stepper,
                                 .carry_above = problem.process.correlated ? reversed_peclet : never_carried,
                                 .complete_above = problem.forward.complete_above,
                                 .tolerance = problem.time.tolerance,
                                 .control = control,
                                 .stage = "reverse/" + reverse.name};
  const SolveTimes way{start, ends, steps};
  Integration backward = shared ? solve_together(problem, reverse, {score, forward_score}, *shared, way, options)
                                : solve_alone(problem, reverse, score, forward_score, way, options);
  put_back_in_time(problem, std::move(backward), stop, result.solution);
  if (shared && shared->keep) result.solution.bring_density = shared->keep(problem.grid, result.solution.densities);
  return result;
}

}  // namespace fokker
