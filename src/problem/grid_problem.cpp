// SPDX-License-Identifier: MIT
#include "fokker/problem/grid_problem.hpp"

namespace fokker {
namespace {

/// The law of the first snapshot in space.
Law law_at_start(const Problem& problem) {
  if (problem.time.start == problem.time.initial) return problem.initial;
  return exact_density(problem, problem.time.start);
}

/// Everything in the coordinates of a frame; the law at time.start counts as the initial one.
GridProblem in_frame(const Problem& problem) {
  const Frame& frame = *problem.frame;
  TimeSpan time = problem.time;
  Law start = problem.initial;
  if (time.start > time.initial) start = marginal(problem.process, problem.initial, time.initial, time.start);
  start = framed(start, frame.at(time.start));
  time.initial = time.start;
  GridProblem result{
      framed(problem.process, frame), problem.grid, std::move(start), time, problem.forward, problem.reversals};
  for (Reversal& reversal : result.reversals)
    if (reversal.law) reversal.law = framed(*reversal.law, frame.at(time.end));
  if (result.process.transition && result.start.mixture)
    result.exact = [process = result.process, mixture = *result.start.mixture, s = time.start](double t) -> Law {
      return marginal(process, mixture, s, t);
    };
  else if (knows_marginal(problem.process, problem.initial))
    result.exact = [problem](double t) {
      return framed(marginal(problem.process, problem.initial, problem.time.initial, t), problem.frame->at(t));
    };
  return result;
}

}  // namespace

GridProblem on_grid(const Problem& problem) {
  if (problem.frame) return in_frame(problem);
  GridProblem result{problem.process, problem.grid,    law_at_start(problem),
                     problem.time,    problem.forward, problem.reversals};
  if (has_exact_density(problem)) result.exact = [problem](double t) { return exact_density(problem, t); };
  return result;
}

}  // namespace fokker
