// SPDX-License-Identifier: MIT
#include "fokker/study/generator_study.hpp"

#include <algorithm>

#include "fokker/core/error.hpp"
#include "study/tables/solver.hpp"

namespace fokker {
namespace {

constexpr Eigen::Index fewest_cells = 32;  ///< per axis, of which a quarter still shows an order

bool can_be_quartered(const Grid& grid) {
  return std::all_of(grid.axes().begin(), grid.axes().end(),
                     [](const Axis& axis) { return axis.cells() % 4 == 0 && axis.cells() >= fewest_cells; });
}

/// Empty where fewer cells cannot hold a region, or as many modes.
std::vector<Scalar> scalars_on_part(const Problem& problem, Eigen::Index part, const Control& control) {
  const Problem coarse = at_level(problem, 1, part);
  try {
    return TableSolver(coarse, part, labelled(control, " on " + cells_text(coarse.grid))).all(nullptr).scalars;
  } catch (const Error& error) {
    if (error.fault() == Fault::interrupted) throw;
    return {};
  }
}

}  // namespace

GeneratorResults generator_results(const Problem& problem, const GridSolution* forward, const Control& control) {
  if (!problem.tables.any()) return {problem.grid, {}};
  GeneratorResults results = TableSolver(problem, 1, control).all(forward);
  if (can_be_quartered(problem.grid))
    set_errors({results.scalars, scalars_on_part(problem, 2, control), scalars_on_part(problem, 4, control)},
               problem.forward.accuracy, results.scalars);
  return results;
}

GeneratorResults generator_study(const CheckedProblem& problem, const Control& control) {
  return generator_results(problem, nullptr, control);
}

}  // namespace fokker
