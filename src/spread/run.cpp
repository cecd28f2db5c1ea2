// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"
#include "study/levels.hpp"
#include "study/together.hpp"

namespace fokker {
namespace {

/// The first thing that a problem asks for and ranks cannot share yet; empty where there is none.
std::string not_shared(const Problem& problem) {
  if (problem.tables_only) return "tables of the generator";
  if (problem.target) return "[target]";
  if (problem.time.steady) return "time.steady";
  if (problem.frame) return "[frame]";
  if (!problem.reversals.empty()) return "[[reverse]]";
  if (problem.particles) return "[particles]";
  return "";
}

/// Every rank solves the whole grid alone; a stop of one rank is one of all.
Integration alone(const Ranks& ranks, const SharedSolve& solve) {
  const Assembler assembler(solve.process, solve.grid, solve.flux, solve.options.control.threads);
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
  const SharedIntegrator integrator = [&](const SharedSolve& solve) {
    const bool coarse = solve.grid.cells() < cells && most_ranks(solve.grid) < ranks.count();
    return coarse ? alone(ranks, solve) : integrate(ranks, solve);
  };
  return run_together(problem, integrator, ranks.leads(), control);
}

}  // namespace fokker
