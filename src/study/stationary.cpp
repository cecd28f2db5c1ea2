// SPDX-License-Identifier: MIT
// Whether a run in detailed balance has become stationary, and the density it must have then.
#include <algorithm>
#include <cmath>

#include "core/allocation.hpp"
#include "fokker/verify/report.hpp"
#include "solves.hpp"
#include "study/relaxation.hpp"

namespace fokker {
namespace {

/// Of the bound on the total variation: how far the density may still be from the stationary one.
constexpr double left_of_bound = 0.1;
/// The rate of relaxation comes from above, so only a part of it is believed.
constexpr double believed_rate = 0.8;
/// Most cells of a grid whose slowest relaxation is computed, in one or two and in more dimensions: the factors of a
/// matrix on them take about a second.
constexpr Eigen::Index most_cells = 1 << 17, most_cells_in_space = 1 << 14;

bool has_equilibrium(const GridProblem& problem) {
  const Eigen::Index most = problem.grid.dimension() > 2 ? most_cells_in_space : most_cells;
  return problem.process.equilibrium && problem.process.discrete_potential && !absorbs(problem.grid) &&
         problem.grid.cells() <= most;
}

/// log |p/pi - 1| in the norm weighted with pi, both normalised; infinite where pi underflows under p.
double log_distance(const Array& masses, const Array& equilibrium) {
  const Array p = masses / masses.sum();
  const Array squares = (p > 0).select((p / equilibrium - 1).square() * equilibrium, equilibrium);
  return 0.5 * std::log(squares.sum());
}

/// The least upper limit of the total variation between the last density and the equilibrium that follows from any
/// earlier one: half of |p/pi - 1| e^(-rate (T - t)), by Cauchy and Schwarz.
double remaining(const GridProblem& problem, const GridSolution& forward, double rate) {
  const Array volumes = problem.grid.volumes();
  Array equilibrium = log_equilibrium(problem).exp() * volumes;
  equilibrium /= equilibrium.sum();
  const std::vector<double>& times = problem.time.snapshots;
  double least = 1;
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    const double exponent = log_distance(*forward.density(k) * volumes, equilibrium) - rate * (times.back() - times[k]);
    if (exponent < 0) least = std::min(least, 0.5 * std::exp(exponent));
  }
  return least;
}

}  // namespace

double stationary_bound(const Verification& verification) {
  double least = default_bounds(Comparison::forward_stationary).at("tv");
  const auto given = verification.bounds.find(Comparison::forward_stationary);
  if (given != verification.bounds.end())
    for (const auto& [name, bound] : given->second) least = std::min(least, bound);
  return least;
}

Array stationary_density(const GridProblem& problem, const GridSolution& forward, double bound, int threads) {
  if (!has_equilibrium(problem) || forward.densities.size() < 2) return {};
  const DensityRow at_end = forward.last_density();
  const Array& last = *at_end;
  const double allowed = left_of_bound * bound;
  if (0.5 * mass(problem.grid, (last - *forward.density(forward.densities.size() - 2)).abs()) > allowed) return {};
  const double span = problem.time.end - problem.time.start;
  const double rate =
      believed_rate * allocated("the slowest relaxation", [&] { return slowest_relaxation(problem, span); });
  if (!(remaining(problem, forward, rate) <= allowed)) return {};
  return mass(problem.grid, last) * allocated("the stationary density", [&] {
           return law_averages(problem.grid, *problem.process.equilibrium, threads);
         });
}

}  // namespace fokker
