#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "fokker/core/error.hpp"
#include "fokker/fv/operator.hpp"
#include "fokker/score/frame.hpp"
#include "fokker/score/table.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

Law law_at_start(const Problem& problem) {
  const TimeTable& time = problem.time;
  if (time.start == time.initial) return problem.initial;
  return marginal(problem.process, problem.initial.mixture.value(), time.initial, time.start);
}

Integration solve(const Process& process, const Problem& problem, const Array& start, const std::vector<double>& knots,
                  const StepTimes& steps, const IntegrateOptions& options, const Control& control,
                  const std::string& stage) {
  const Assembler assembler(process, problem.grid);
  const auto at = [&](double t, Operator& L) { assembler.assemble(t, L); };
  if (problem.time.steps) return integrate(at, assembler.blank(), start, steps, options, control, stage);
  return integrate_adaptive(at, assembler.blank(), start, knots, options, control, stage);
}

}  // namespace

Array law_averages(const Grid& grid, const Law& law) {
  const Array averages = cell_averages(grid, law.box_mass);
  return law.normalised ? averages : Array(averages / mass(grid, averages));
}

Process reversed_process(const Problem& problem, const ReverseTable& reverse, const Score& score) {
  const double T = problem.time.end;
  return reverse.alpha_in_time ? reversed(problem.process, score, reverse.alpha_in_time, T)
                               : reversed(problem.process, score, reverse.alpha, T);
}

bool has_exact_marginals(const Problem& problem) { return problem.process.transition && problem.initial.mixture; }

Law start_law(const Problem& problem, const ReverseTable& reverse) {
  return reverse.start == ReverseStart::law ? reverse.law.value() : problem.process.prior(problem.time.end);
}

std::vector<Array> exact_densities(const Problem& problem) {
  std::vector<Array> exact;
  if (!has_exact_marginals(problem)) return exact;
  for (const double t : problem.time.snapshots)
    exact.push_back(cell_averages(
        problem.grid, Law(marginal(problem.process, *problem.initial.mixture, problem.time.initial, t)).box_mass));
  return exact;
}

bool uses_forward_score(const Problem& problem) {
  return std::any_of(problem.reverses.begin(), problem.reverses.end(),
                     [](const ReverseTable& r) { return r.score == ScoreSource::forward; });
}

Integration solve_forward(const Problem& problem, bool keep_steps, const Control& control) {
  const TimeTable& time = problem.time;
  const IntegrateOptions options{problem.forward_stepper, time.tolerance, keep_steps};
  const StepTimes steps = time.steps ? step_times(time.snapshots, *time.steps, time.step_spacing) : StepTimes{};
  return solve(problem.process, problem, law_averages(problem.grid, law_at_start(problem)), time.snapshots, steps,
               options, control, "forward");
}

GridSolution forward_solution(const Problem& problem, const Integration& forward) {
  GridSolution solution;
  for (const std::size_t k : forward.knots) solution.densities.push_back(forward.trajectory.densities[k]);
  solution.statistics = forward.statistics;
  solution.starting_mass = mass(problem.grid, solution.densities.front());
  solution.outside_mass = std::max(0.0, 1 - solution.starting_mass);
  return solution;
}

double reversal_stop(const Problem& problem, const Integration& forward, std::vector<std::string>& notes) {
  const Law start = law_at_start(problem);
  if (problem.reverses.empty() || !start.mixture || start.mixture->has_density()) return problem.time.start;
  const double first = problem.time.steps
                           ? step_times(problem.time.snapshots, *problem.time.steps, problem.time.step_spacing).times[1]
                           : forward.trajectory.times[std::min<std::size_t>(1, forward.trajectory.times.size() - 1)];
  notes.push_back(
      fmt::format("the law at t = {} is a point mass, where the score is infinite: reversals end at the "
                  "first stored step, t = {}; set time.start later than time.initial to choose the end",
                  problem.time.start, first));
  return first;
}

Scores::Scores(const Problem& problem, const Score* forward, double factor) : frame_(problem.frame) {
  const auto on_grid = [&](const Score& score) { return scaled(frame_ ? framed(score, *frame_) : score, factor); };
  for (const ReverseTable& reverse : problem.reverses) {
    if (reverse.score == ScoreSource::exact && !exact_)
      exact_ = on_grid(exact_score(problem.process, problem.initial.mixture.value(), problem.time.initial));
    if (reverse.score == ScoreSource::forward && !forward_) forward_ = scaled(*forward, factor);
    if (reverse.score == ScoreSource::table)
      tables_.try_emplace(reverse.table.get(), on_grid(table_score(reverse.table)));
  }
}

const Score& Scores::of(const ReverseTable& reverse) const {
  if (reverse.score == ScoreSource::table) return tables_.at(reverse.table.get());
  return reverse.score == ScoreSource::exact ? *exact_ : *forward_;
}

Score Scores::in_space(const ReverseTable& reverse) const {
  return frame_ ? unframed(of(reverse), *frame_) : of(reverse);
}

std::vector<double> reverse_knots(const Problem& problem, double stop) {
  std::vector<double> knots;
  for (const double t : problem.time.snapshots)
    if (t >= stop) knots.push_back(t);
  if (knots.front() != stop) knots.insert(knots.begin(), stop);
  return knots;
}

StepTimes mirrored(const StepTimes& times, double T) {
  StepTimes result;
  for (std::size_t k = times.times.size(); k-- > 0;) {
    result.times.push_back(T - times.times[k]);
    result.is_knot.push_back(times.is_knot[k]);
  }
  return result;
}

ReverseSolution solve_reverse(const Problem& problem, const ReverseTable& reverse, const Scores& scores,
                              const GridSolution& forward, double stop, const Control& control) {
  const double T = problem.time.end;
  const Score& score = scores.of(reverse);
  ReverseSolution result{reverse.name,
                         reverse.alpha_in_time ? reverse.alpha_in_time(T) : reverse.alpha,
                         reverse.start == ReverseStart::forward,
                         static_cast<std::int64_t>(score.floored_cells),
                         {}};
  const Array start =
      result.starts_from_forward ? forward.densities.back() : law_averages(problem.grid, start_law(problem, reverse));
  result.solution.starting_mass = mass(problem.grid, start);
  if (!result.starts_from_forward) result.solution.outside_mass = std::max(0.0, 1 - result.solution.starting_mass);

  const std::vector<double> knots = reverse_knots(problem, stop);
  StepTimes steps{knots, std::vector<bool>(knots.size(), true)};
  // steps that mirror the forward ones meet its stored densities at their ends
  if (problem.time.steps) steps = step_times(knots, *problem.time.steps, problem.time.step_spacing);
  const Integration backward =
      solve(reversed_process(problem, reverse, score), problem, start,
            mirrored({knots, std::vector<bool>(knots.size(), true)}, T).times, mirrored(steps, T),
            {reverse.stepper, problem.time.tolerance, false}, control, "reverse/" + reverse.name);
  result.solution.statistics = backward.statistics;
  const Array missing = Array::Constant(problem.grid.cells(), std::numeric_limits<double>::quiet_NaN());
  const std::size_t reached = backward.knots.size();
  for (std::size_t k = 0; k < problem.time.snapshots.size(); ++k) {
    const std::size_t from_end = problem.time.snapshots.size() - 1 - k;
    const bool left_out = problem.time.snapshots[k] < stop || from_end >= reached;
    result.solution.densities.push_back(left_out ? missing : backward.trajectory.densities[from_end]);
  }
  return result;
}

}  // namespace fokker
