// SPDX-License-Identifier: MIT
#include "study/shared_solves.hpp"

#include "core/allocation.hpp"
#include "score/grid_score.hpp"
#include "study/assemblers.hpp"
#include "study/levels.hpp"
#include "study/score_study.hpp"
#include "study/solves.hpp"

namespace fokker {
namespace {

Integration solved(const SharedSolver& shared, const SharedSolve& solve) {
  return allocated("the densities of " + solve.options.stage, [&] { return shared.solve(solve); });
}

}  // namespace

Integration solve_together(const GridProblem& problem, const SharedSolver& shared, const SolveTimes& way,
                           const IntegrateOptions& options) {
  SharedSolve solve{problem.process, problem.grid, problem.forward.flux, way.start, way.steps ? *way.steps : way.ends,
                    !way.steps,      options};
  solve.flows = forward_flows(problem);
  return solved(shared, solve);
}

Integration solve_together(const GridProblem& problem, const Reversal& reverse, const ReverseScores& scores,
                           const SharedSolver& shared, const SolveTimes& way, const IntegrateOptions& options) {
  const auto reversed = [&](const Grid& part, const Score& on_part) {
    return reverse_process(problem, reverse, on_part, part, options.control);
  };
  const Grid closed = with_closed_boundaries(problem.grid);
  SharedSolve solve{problem.process,
                    closed,
                    reverse_flux(problem.grid, problem.time, reverse),
                    way.start,
                    way.steps ? *way.steps : way.ends,
                    !way.steps,
                    options,
                    reversed,
                    &scores.own,
                    problem.time.end};
  solve.flows = reverse_flows(problem, reverse);
  if (!absorbs(problem.grid)) return solved(shared, solve);
  const Entering entering{problem.grid, flux_of_edges(problem.forward.flux), *scores.forward};
  solve.entering = &entering;
  return solved(shared, solve);
}

std::function<void(double t, double end, Array& masses)> steps_again(const GridProblem& problem,
                                                                     const SharedSolver& shared,
                                                                     const IntegrateOptions& options) {
  const std::function<Array()> start;
  const StepTimes none;
  SharedSolve solve{problem.process, problem.grid, problem.forward.flux, start, none, false, options};
  solve.flows = forward_flows(problem);
  return shared.again(solve);
}

void lead(const SharedSolver* shared, const std::function<void()>& body) {
  shared && shared->keep ? shared->lead(body) : body();
}

void together(const SharedSolver* shared, const std::function<void()>& body) {
  shared ? shared->together(body) : body();
}

void by_holders(const SharedSolver* shared, const std::function<void()>& body) {
  if (shared && shared->keep) return shared->lead(body);
  together(shared, [&] {
    if (holds_whole(shared)) body();
  });
}

bool agreed(const SharedSolver* shared, bool here) { return shared ? shared->agreed(here) : here; }

bool holds_whole(const SharedSolver* shared) { return !shared || shared->holds_whole; }

bool keeps_parts(const Problem& problem) {
  return !problem.particles && !examines_scores(problem) && !problem.text.empty() && !wants_extrapolation(problem);
}

void add_exact_densities(const GridProblem& problem, const SharedSolver* shared, int threads, Evidence& evidence) {
  if (!shared || !shared->keep) {
    evidence.exact = exact_densities(problem, threads);
  } else if (problem.exact) {
    evidence.exact.resize(evidence.times.size());
    evidence.bring_exact = shared->cut(problem.grid, evidence.exact.size(),
                                       [&](std::size_t k) { return exact_density(problem, k, threads); });
  }
}

Score whole_score(const Grid& grid, Score of_part, const SharedSolver& shared, const Control& control) {
  const std::size_t floored_cells = of_part.floored_cells;
  const Eigen::Index part = shared.part(grid).cells();
  const auto log_density = [grid, part, score = std::move(of_part), gathered = shared.whole](
                               double t, const PointsIn& x, ArrayOut values) {
    Array here(part);
    score.log_density(t, x, here);
    values = gathered(grid, here);
  };
  return grid_score(grid, log_density, floored_cells, control.threads);
}

}  // namespace fokker
