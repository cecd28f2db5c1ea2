// SPDX-License-Identifier: MIT
#include "levels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"
#include "fokker/grid/restriction.hpp"
#include "study/bridged.hpp"
#include "study/shared_solves.hpp"

namespace fokker {

std::string cells_text(const Grid& grid) {
  std::string cells;
  for (const Axis& axis : grid.axes()) cells += fmt::format("{}{}", cells.empty() ? "" : " x ", axis.cells());
  return cells;
}

namespace {

/// The coarsest steps: half of those asked for, or the pairs of half steps of an adaptive solve.
StepTimes coarsest_steps(const Problem& problem, const SharedSolver* shared, const Control& control) {
  const TimeSpan& time = problem.time;
  if (!time.steps) return joined(adaptive_steps(on_grid(problem), control, shared), 2);
  TimeSpan half = time;
  half.steps = (*time.steps + 1) / 2;
  return fixed_steps(half, time.snapshots);
}

/// The levels beside the middle one.
struct Others {
  Level half, twice;
  std::optional<Level> between;
};

/// Without the densities of the whole grid, nothing but rows for its errors.
GridSolution extrapolated_where_whole(const Grid& grid, const Refinements& solutions, const SharedSolver* shared) {
  if (holds_whole(shared)) return extrapolated(grid, solutions);
  GridSolution result = solutions.same;
  result.errors.assign(result.densities.size(), Array());
  return result;
}

/// The middle level with extrapolations where the problem asks for them.
Level combined(const Problem& problem, const Level& same, const Others& others, const SharedSolver* shared) {
  Level result = same;
  const Level* between = others.between ? &*others.between : nullptr;
  const Flux flux = problem.forward.flux;
  if (problem.forward.accuracy == Accuracy::extrapolated)
    result.forward = extrapolated_where_whole(
        problem.grid,
        {others.half.forward, same.forward, others.twice.forward, between ? &between->forward : nullptr, flux}, shared);
  std::size_t k = 0;  // other levels have no plain reversals
  for (std::size_t i = 0; i < problem.reversals.size(); ++i) {
    if (problem.reversals[i].accuracy == Accuracy::plain) continue;
    result.reversals[i].solution = extrapolated_where_whole(
        problem.grid,
        {others.half.reversals[k].solution, same.reversals[i].solution, others.twice.reversals[k].solution,
         between ? &between->reversals[k].solution : nullptr, flux},
        shared);
    ++k;
  }
  return result;
}

bool shows_second_order(const Problem& problem, const Level& level) {
  bool shows = problem.forward.accuracy == Accuracy::plain || shows_second_order(level.forward);
  for (std::size_t i = 0; i < problem.reversals.size(); ++i)
    shows =
        shows && (problem.reversals[i].accuracy == Accuracy::plain || shows_second_order(level.reversals[i].solution));
  return shows;
}

/// Listed edges can be halved and doubled only.
bool can_be_cut_in_three(const Grid& grid) {
  try {
    refined(grid, 3, 2);
    return true;
  } catch (const Error&) {
    return false;
  }
}

void note_replaced(const std::string& name, const GridSolution& solution, std::vector<std::string>& notes) {
  if (solution.replaced_cells > 0)
    notes.push_back(
        fmt::format("{}: the extrapolated density would be negative in {} cells (all snapshots); there the finest "
                    "solution is used, which adds a mass of at most {:.3g}",
                    name, solution.replaced_cells, solution.replaced_mass));
}

void note_all_replaced(const Problem& problem, const Level& level, std::vector<std::string>& notes) {
  note_replaced("forward", level.forward, notes);
  for (std::size_t i = 0; i < problem.reversals.size(); ++i)
    note_replaced("reverse/" + problem.reversals[i].name, level.reversals[i].solution, notes);
}

void note_long_steps(const GridProblem& problem, std::int64_t steps, std::vector<std::string>& notes) {
  if (problem.forward.stepper != Stepper::exponential || problem.time.steps || !uses_forward_score(problem.reversals))
    return;
  notes.push_back(
      fmt::format("the exponential took {} steps, as long as its own error allows; a reversal interpolates its score "
                  "between them: set time.steps, or forward.stepper = \"sdirk2\"",
                  steps));
}

}  // namespace

Control labelled(const Control& control, const std::string& label) {
  Control result = control;
  if (control.progress)
    result.progress = [progress = control.progress, label](Progress now) {
      now.stage += label;
      progress(now);
    };
  const StateKeeper& states = control.states;
  if (states.last) result.states.last = [=](const std::string& stage) { return states.last(stage + label); };
  if (states.keep)
    result.states.keep = [=](StateMark mark, const StateView& state) {
      mark.stage += label;
      states.keep(mark, state);
    };
  return result;
}

bool wants_extrapolation(const Problem& problem) {
  return problem.forward.accuracy == Accuracy::extrapolated ||
         std::any_of(problem.reversals.begin(), problem.reversals.end(),
                     [](const Reversal& reverse) { return reverse.accuracy == Accuracy::extrapolated; });
}

Problem at_level(const Problem& problem, Eigen::Index numerator, Eigen::Index denominator) {
  Problem result = problem;
  result.grid = refined(problem.grid, numerator, denominator);
  for (double* above : {&result.forward.carry_above, &result.forward.complete_above})
    *above *= static_cast<double>(denominator) / static_cast<double>(numerator);
  scale_bridge_steps(result, numerator, denominator);
  return result;
}

Level solve_level(const Problem& given, const LevelOptions& options, const Control& control,
                  std::vector<std::string>& notes) {
  const Problem in_space = bridged(given, control);
  Level level;
  GridProblem stated = on_grid(in_space);
  if (options.start) stated.start = *options.start;
  const GridProblem problem = options.start ? stated : with_spread_points(in_space);
  const bool fed = absorbs(problem.grid) && !problem.reversals.empty();
  const bool keep = options.keep_score || fed || uses_forward_score(problem.reversals);
  ForwardSolve forward = solve_forward(
      problem, options.steps, keep ? std::optional(options.score_memory) : std::nullopt, control, options.shared);
  level.forward = forward_solution(problem, std::move(forward.integration), options.shared);
  level.stop = options.stop ? *options.stop : reversal_stop(stated, forward.steps[1], notes);
  level.score = std::move(forward.score);
  level.steps = std::move(forward.steps);
  note_long_steps(problem, level.forward.statistics.steps, notes);
  const Scores scores(in_space, level.score ? &level.score->score : nullptr, options.score_factor);
  for (const Reversal& reverse : problem.reversals)
    level.reversals.push_back(solve_reverse(problem, reverse, scores, level.forward,
                                            level.score ? &level.score->score : nullptr, level.stop, options.steps,
                                            control, options.shared));
  return level;
}

Level solve_extrapolated(const Problem& given, LevelOptions options, const Control& control,
                         std::vector<std::string>& notes) {
  Problem problem = given;
  problem.forward.complete_above = never_carried;
  const StepTimes coarse = coarsest_steps(problem, options.shared, control);
  options.stop = reversal_stop(on_grid(problem), coarse.times[1], notes);
  const auto on_halves = [&](int halves) {
    Problem level = at_level(problem, halves, 2);
    std::erase_if(level.reversals, [](const Reversal& r) { return r.accuracy == Accuracy::plain; });
    LevelOptions own = options;
    own.keep_score = false;
    own.steps = subdivided(coarse, halves, problem.time.step_spacing);
    Level solved = solve_level(level, own, labelled(control, " on " + cells_text(level.grid)), notes);
    solved.score.reset();
    return solved;
  };
  // the score of one level at a time is in memory; that of the middle one stays for what comes after
  Others others{on_halves(1), on_halves(4), std::nullopt};
  options.steps = subdivided(coarse, 2, problem.time.step_spacing);
  const Level same = solve_level(problem, options, control, notes);
  Level result;
  const auto combine = [&] { result = combined(problem, same, others, options.shared); };
  together(options.shared, combine);
  const bool shows = agreed(options.shared, shows_second_order(problem, result));
  if (!shows && can_be_cut_in_three(problem.grid)) {
    others.between = on_halves(3);
    together(options.shared, combine);
  }
  note_all_replaced(problem, result, notes);
  return result;
}

}  // namespace fokker
