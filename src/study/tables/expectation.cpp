// SPDX-License-Identifier: MIT
#include "fokker/generator/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/tables/exit_grid.hpp"
#include "study/tables/solver.hpp"

namespace fokker {

void TableSolver::add_point(const std::string& name, const PointDerivatives& point) {
  add_number("expectation", name, point.value, "1");
  for (int k = 0; k < problem_.grid.dimension(); ++k) {
    const std::string& axis = problem_.grid.axis(k).name;
    add_number("expectation", name + "_d_" + axis, point.first[k], "1/length");
    add_number("expectation", name + "_d2_" + axis, point.second[k], "1/length^2");
  }
}

void TableSolver::expect(const ExpectationTable& asked) {
  const Grid& grid = problem_.grid;
  const Generator exits = generator(edges(), regions_named(problem_, {}));
  const Array none = Array::Zero(grid.cells());
  Claim claim{formula_averages(grid, asked.payoff), none, none, none};
  if (asked.killing) claim.killing = formula_averages(grid, *asked.killing);
  if (asked.running) claim.running = formula_averages(grid, *asked.running);
  for (const Exit& exit : exits.exits)
    for (const ExitValue& given : asked.at_exit)
      if (given.exit == exit.name) claim.at_exit += given.value * exit.rate;
  // on half the cells half the steps, so that both errors fall together
  const long steps = std::max<long>(1, asked.steps / part_);
  const Array value = expectation(exits, claim, {problem_.time.end - problem_.time.start, steps}, control_.stop);
  for (std::size_t k = 0; k < asked.at.size(); ++k)
    add_point(fmt::format("{}_{}", asked.name, k), derivatives_at(grid, value, asked.at[k]));
  results_.expectations.push_back({asked.name, value});
}

}  // namespace fokker
