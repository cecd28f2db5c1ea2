// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"
#include "spread/particles.hpp"
#include "spread/split_steps.hpp"
#include "study/together.hpp"

namespace fokker {
namespace {

/// The first thing that a problem asks for and ranks cannot share yet; empty where there is none.
std::string not_shared(const Problem& problem) {
  if (problem.tables_only) return "tables of the generator";
  if (problem.target) return "[target]";
  if (problem.time.steady) return "time.steady";
  if (problem.frame) return "[frame]";
  if (!problem.reversals.empty() && absorbs(problem.grid)) return "[[reverse]] with absorbing boundaries";
  for (const Reversal& reverse : problem.reversals)
    if (reverse.score != ScoreSource::forward && reverse.score != ScoreSource::exact)
      return fmt::format("the score '{}'", name_of(reverse.score));
  return "";
}

/// Every rank solves the whole grid alone; a stop of one rank is one of all.
Integration alone(const Ranks& ranks, const SharedSolve& solve) {
  const Process process = solve.reversed ? solve.reversed(solve.grid, *solve.score) : solve.process;
  const Assembler assembler(process, solve.grid, solve.flux, solve.options.control.threads);
  IntegrateOptions options = solve.options;
  std::atomic<bool> stop{false};
  options.control.stop = StopToken(stop);
  options.each_step = [&](double t, const Array& masses) {
    if (solve.options.each_step) solve.options.each_step(t, masses);
    if (ranks.any(solve.options.control.stop.requested())) stop = true;
  };
  if (!solve.adaptive) return integrate(assembler, solve.start, solve.times, options);
  const auto at = [&](double begin, double end, Operator& L) { assembler.assemble(begin, end, L); };
  return integrate_adaptive(at, assembler.blank(), solve.start, solve.times, options);
}

}  // namespace

std::optional<Result> run(const Ranks& ranks, const CheckedProblem& problem, const Control& control) {
  if (const std::string what = not_shared(problem); !what.empty())
    throw Error(Fault::usage, what + " on several ranks", {}, "the same command without mpirun");
  const Eigen::Index cells = problem->grid.cells();
  const auto is_shared = [&](const Grid& grid) { return grid.cells() >= cells || most_ranks(grid) >= ranks.count(); };
  const SharedSolver solver{
      .solve =
          [&](const SharedSolve& solve) {
            return is_shared(solve.grid) ? integrate(ranks, solve) : alone(ranks, solve);
          },
      .part =
          [&](const Grid& grid) {
            return is_shared(grid) && most_ranks(grid) >= ranks.count() ? home_part(ranks, grid) : grid;
          },
      .count = [&](const Grid& grid, std::size_t here) { return is_shared(grid) ? count_of_all(here) : here; },
      .whole = [&](const Grid& grid, const Array& part) { return whole_of(ranks, grid, part); },
      .particles = shared_particles(ranks)};
  return run_together(problem, solver, ranks.leads(), control);
}

}  // namespace fokker
