// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "solves.hpp"
#include "study/shared_solves.hpp"

namespace fokker {

Grid without_volumes(const Grid& grid, const SharedSolver* shared) {
  return shared && shared->keep ? Grid(grid.axes()) : grid;
}

GridSolution forward_solution(const GridProblem& problem, Integration forward, const SharedSolver* shared) {
  GridSolution solution;
  for (const std::size_t k : forward.knots) solution.densities.push_back(std::move(forward.trajectory.densities[k]));
  solution.statistics = forward.statistics;
  if (shared && shared->keep) solution.bring_density = shared->keep(problem.grid, solution.densities);
  lead(shared, [&] {
    const DensityRow start = solution.density(0);
    if ((*start).size() == 0) return;
    solution.starting_mass = mass(without_volumes(problem.grid, shared), *start);
    solution.outside_mass = std::max(0.0, 1 - solution.starting_mass);
  });
  if (!absorbs(problem.grid)) return solution;
  solution.absorbed = forward.absorbed;
  solution.absorption_rates = forward.absorption_rates;
  return solution;
}

std::vector<double> reverse_knots(const TimeSpan& time, double stop) {
  std::vector<double> knots;
  for (const double t : time.snapshots)
    if (t >= stop) knots.push_back(t);
  if (knots.front() != stop) knots.insert(knots.begin(), stop);
  return knots;
}

}  // namespace fokker
