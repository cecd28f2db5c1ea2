// SPDX-License-Identifier: MIT
#include "study/bridged.hpp"

#include <algorithm>
#include <utility>

#include "study/tables/solver.hpp"

namespace fokker {
namespace {

bool same_cells(const Grid& one, const Grid& other) {
  for (int k = 0; k < one.dimension(); ++k)
    if (one.axis(k).cells() != other.axis(k).cells()) return false;
  return true;
}

}  // namespace

Problem bridged(const Problem& problem, const Control& control) {
  if (!problem.bridged) return problem;
  const std::shared_ptr<const SolvedBridge>& before = problem.bridged->solved;
  const bool solved = before && before->steps == problem.tables.bridge->steps && same_cells(before->grid, problem.grid);
  if (solved) return problem;
  Problem result = with_reference(problem);
  control.report({"bridge", 0, problem.time.start});
  auto bridge = std::make_shared<const SolvedBridge>(TableSolver(result, 1, control).solved_bridge());
  control.report({"bridge", 1, problem.time.start});
  result.process = conditioned(result.process, bridge->factor);
  result.process.name = problem.process.name;
  result.bridged->solved = std::move(bridge);
  return result;
}

Problem with_reference(Problem problem) {
  if (problem.bridged) problem.process = problem.bridged->reference;
  return problem;
}

void scale_bridge_steps(Problem& problem, long numerator, long denominator) {
  if (!problem.tables.bridge) return;
  long& steps = problem.tables.bridge->steps;
  steps = std::max(1L, steps * numerator / denominator);
}

}  // namespace fokker
