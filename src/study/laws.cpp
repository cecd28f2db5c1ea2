// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "core/allocation.hpp"
#include "solves.hpp"

namespace fokker {

Array law_averages(const Grid& grid, const Law& law, int threads) {
  return allocated("the density of a law", [&] {
    const Array averages = cell_averages(grid, law.box_mass, threads);
    return law.normalised ? averages : Array(averages / mass(grid, averages));
  });
}

Law start_law(const Process& process, const TimeSpan& time, const Reversal& reverse) {
  return reverse.start == ReverseStart::law ? reverse.law.value() : process.prior(time.end);
}

double reversal_stop(const GridProblem& problem, double first_step, std::vector<std::string>& notes) {
  const Law& start = problem.start;
  if (problem.reversals.empty() || !start.mixture || start.mixture->has_density()) return problem.time.start;
  notes.push_back(
      fmt::format("the distribution at t = {} is a point mass, where the score is infinite: reversals end at the "
                  "first stored step, t = {:.9g}; set time.start later than time.initial to choose the end",
                  problem.time.start, first_step));
  return first_step;
}

Array exact_density(const GridProblem& problem, std::size_t snapshot, int threads) {
  const double t = problem.time.snapshots[snapshot];
  return allocated("the exact densities",
                   [&] { return cell_averages(problem.grid, problem.exact(t).box_mass, threads); });
}

std::vector<Array> exact_densities(const GridProblem& problem, int threads) {
  std::vector<Array> exact;
  for (std::size_t k = 0; problem.exact && k < problem.time.snapshots.size(); ++k)
    exact.push_back(exact_density(problem, k, threads));
  return exact;
}

}  // namespace fokker
