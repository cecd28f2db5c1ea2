// SPDX-License-Identifier: MIT
#include "fokker/study/converge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/grid/restriction.hpp"
#include "levels.hpp"

namespace fokker {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double relative_l1(const Grid& grid, const Array& p, const Array& reference) {
  return mass(grid, (p - reference).abs()) / mass(grid, reference.abs());
}

/// Densities compared: the end of the forward solve and of each reversal.
using Ends = std::vector<Array>;

/// Solutions of one problem by level of cells and of steps.
class Ladder {
 public:
  Ladder(const Problem& problem, int levels, const Control& control, double score_memory)
      : levels_(static_cast<std::size_t>(levels)), control_(control), score_memory_(score_memory) {
    problems_.push_back(problem);
    problems_.back().particles.reset();
    take_first_steps();
    while (problems_.size() < levels_) {
      problems_.push_back(at_level(problems_.back(), 2));
      steps_.push_back(subdivided(steps_.back(), 2, problem.time.step_spacing));
    }
    stop_ = reversal_stop(on_grid(problem), steps_.front().times[1], notes);
    const std::vector<double>& times = problem.time.snapshots;
    first_reached_ = static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), stop_) - times.begin());
  }

  const Ends& at(std::size_t cells, std::size_t steps) {
    const auto found = solved_.find({cells, steps});
    if (found != solved_.end()) return found->second;
    LevelOptions options;
    options.steps = steps_[steps];
    options.stop = stop_;
    options.score_memory = score_memory_;
    Control control = control_;
    if (control_.progress)
      control.progress = [&](Progress now) {
        now.stage += fmt::format(", cells of level {}, steps of level {}", cells, steps);
        control_.report(now);
      };
    const Level level = solve_level(problems_[cells], options, control, notes);
    Ends ends{level.forward.densities.back()};
    for (const ReverseSolution& reverse : level.reversals) ends.push_back(reverse.solution.densities[first_reached_]);
    return solved_[{cells, steps}] = std::move(ends);
  }

  std::size_t levels() const { return levels_; }
  const Grid& grid(std::size_t level) const { return problems_[level].grid; }
  long steps(std::size_t level) const { return static_cast<long>(steps_[level].times.size()) - 1; }
  double time(std::size_t solution) const {
    return solution == 0 ? problems_[0].time.end : problems_[0].time.snapshots[first_reached_];
  }

  /// Exact cell averages at the end of a solution's walk; empty where they are not known.
  Array exact(std::size_t level, std::size_t solution) const {
    if (solution > 0 && problems_[0].reversals[solution - 1].start != ReverseStart::forward) return {};
    Problem problem = problems_[level];
    problem.time.snapshots = {time(solution)};
    const std::vector<Array> densities = exact_densities(with_spread_points(problem), control_.threads);
    return densities.empty() ? Array() : densities.front();
  }

  std::vector<std::string> notes;

 private:
  void take_first_steps() {
    const Problem& problem = problems_.front();
    const TimeSpan& time = problem.time;
    if (time.steps) {
      steps_.push_back(fixed_steps(time, time.snapshots));
      return;
    }
    steps_.push_back(adaptive_steps(on_grid(problem), control_));
    notes.push_back(fmt::format("the problem gives no steps: level 0 takes the {} of an adaptive solve", steps(0)));
  }

  std::size_t levels_;
  const Control& control_;
  double score_memory_;
  std::vector<Problem> problems_;
  std::vector<StepTimes> steps_;
  double stop_ = 0;
  std::size_t first_reached_ = 0;
  std::map<std::pair<std::size_t, std::size_t>, Ends> solved_;
};

/// The density on the cells of a coarser level.
Array coarsened(const Ladder& ladder, Array density, std::size_t from, std::size_t to) {
  for (; from > to; --from) density = restricted(ladder.grid(from), ladder.grid(from - 1), density);
  return density;
}

GridSolution single(const Array& density) {
  GridSolution solution;
  solution.densities = {density};
  return solution;
}

void add_limit(Ladder& ladder, std::size_t solution, SolutionConvergence& result) {
  const std::size_t last = ladder.levels() - 1;
  const Array& twice = ladder.at(last, last)[solution];
  const Array& same = ladder.at(last - 1, last - 1)[solution];
  const Grid& grid = ladder.grid(last - 1);
  result.limit = (4 * coarsened(ladder, twice, last, last - 1) - same) / 3;
  const double whole = mass(grid, result.limit.abs());
  result.limit_error = nan;
  if (last > 1) {
    const Array& half = ladder.at(last - 2, last - 2)[solution];
    result.limit_error = mass(grid, extrapolated(grid, {single(half), single(same), single(twice)}).errors[0]) / whole;
  }
  const Array exact = ladder.exact(last - 1, solution);
  result.limit_exact = exact.size() > 0 ? relative_l1(grid, result.limit, exact) : nan;
}

void add_errors(Ladder& ladder, std::size_t solution, SolutionConvergence& result) {
  const std::size_t last = ladder.levels() - 1;
  const bool exact = ladder.exact(0, solution).size() > 0;
  std::vector<double> errors;
  for (std::size_t k = 0; k <= last; ++k) {
    const std::size_t on = exact ? k : std::min(k, last - 1);
    const Array reference = exact ? ladder.exact(k, solution) : coarsened(ladder, result.limit, last - 1, on);
    errors.push_back(relative_l1(ladder.grid(on), coarsened(ladder, ladder.at(k, k)[solution], k, on), reference));
  }
  result.reference = exact ? "exact" : "limit";
  result.together = refinement(std::move(errors));
  if (!exact) result.together.orders.back() = nan;
}

void add_differences(Ladder& ladder, std::size_t solution, SolutionConvergence& result) {
  const std::size_t last = ladder.levels() - 1;
  std::vector<double> of_cells, of_steps;
  for (std::size_t k = 0; k < last; ++k) {
    const Array finer = coarsened(ladder, ladder.at(k + 1, last)[solution], k + 1, k);
    of_cells.push_back(relative_l1(ladder.grid(k), ladder.at(k, last)[solution], finer));
    of_steps.push_back(relative_l1(ladder.grid(last), ladder.at(last, k)[solution], ladder.at(last, k + 1)[solution]));
  }
  result.cells = refinement(std::move(of_cells));
  result.steps = refinement(std::move(of_steps));
}

}  // namespace

ConvergenceReport converge(const CheckedProblem& checked, int levels, const RunOptions& options,
                           const Control& control) {
  const Problem& problem = checked;
  if (levels < 2) throw Error(Fault::usage, fmt::format("{} levels", levels), "at least 2");
  Ladder ladder(problem, levels, control, options.score_memory);
  ConvergenceReport report;
  for (std::size_t k = 0; k < ladder.levels(); ++k) {
    report.cells.emplace_back();
    for (const Axis& axis : ladder.grid(k).axes()) report.cells.back().push_back(axis.cells());
    report.steps.push_back(ladder.steps(k));
  }
  for (std::size_t solution = 0; solution <= problem.reversals.size(); ++solution) {
    SolutionConvergence result;
    result.name = solution == 0 ? "forward" : "reverse/" + problem.reversals[solution - 1].name;
    result.time = ladder.time(solution);
    add_limit(ladder, solution, result);
    add_errors(ladder, solution, result);
    add_differences(ladder, solution, result);
    report.solutions.push_back(std::move(result));
  }
  report.notes = std::move(ladder.notes);
  return report;
}

}  // namespace fokker
