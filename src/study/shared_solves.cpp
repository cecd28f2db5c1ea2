// SPDX-License-Identifier: MIT
#include "study/shared_solves.hpp"

#include "core/allocation.hpp"
#include "study/assemblers.hpp"

namespace fokker {
namespace {

Integration solved(const SharedSolver& shared, const SharedSolve& solve) {
  return allocated("the densities of " + solve.options.stage, [&] { return shared.solve(solve); });
}

}  // namespace

Integration solve_together(const GridProblem& problem, const SharedSolver& shared, const SolveTimes& way,
                           const IntegrateOptions& options) {
  return solved(shared, {problem.process, problem.grid, problem.forward.flux, way.start,
                         way.steps ? *way.steps : way.ends, !way.steps, options});
}

Integration solve_together(const GridProblem& problem, const Reversal& reverse, const Score& score,
                           const SharedSolver& shared, const SolveTimes& way, const IntegrateOptions& options) {
  const auto reversed = [&](const Grid& part, const Score& on_part) {
    return reverse_process(problem, reverse, on_part, part, options.control);
  };
  return solved(shared, {problem.process, problem.grid, reverse_flux(problem.grid, problem.time, reverse), way.start,
                         way.steps ? *way.steps : way.ends, !way.steps, options, reversed, &score, problem.time.end});
}

}  // namespace fokker
