#include "core/allocation.hpp"
#include "solves.hpp"

namespace fokker {

Array law_averages(const Grid& grid, const Law& law) {
  return allocated("the density of a law", [&] {
    const Array averages = cell_averages(grid, law.box_mass);
    return law.normalised ? averages : Array(averages / mass(grid, averages));
  });
}

Law start_law(const Problem& problem, const ReverseTable& reverse) {
  return reverse.start == ReverseStart::law ? reverse.law.value() : problem.process.prior(problem.time.end);
}

std::vector<Array> exact_densities(const Problem& problem) {
  std::vector<Array> exact;
  // marginals of the unbounded process: absorbing walls change them
  if (!has_exact_marginals(problem) || (absorbs(problem.grid) && !problem.exact)) return exact;
  for (const double t : problem.time.snapshots)
    exact.push_back(
        allocated("the exact densities", [&] { return cell_averages(problem.grid, exact_law(problem, t).box_mass); }));
  return exact;
}

}  // namespace fokker
