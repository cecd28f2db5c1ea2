// SPDX-License-Identifier: MIT
#include "fokker/sde/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fokker/core/error.hpp"
#include "sde/simulation.hpp"

namespace fokker {
namespace {

using sde::Run;

/// Particles for which coefficients of few calls are evaluated at a time.
constexpr Eigen::Index most_points = 65536;

/// The field, evaluated at most_points at a time.
FieldAt in_parts(FieldAt field) {
  if (!field) return field;
  return [field = std::move(field)](double t) -> Field {
    return [at = field(t)](const PointsIn& x, PointsOut values) {
      for (Eigen::Index begin = 0; begin < x.rows(); begin += most_points) {
        const Eigen::Index n = std::min(most_points, x.rows() - begin);
        at(x.middleRows(begin, n), values.middleRows(begin, n));
      }
    };
  };
}

Process in_parts(Process process) {
  for (const auto field : {&Process::drift, &Process::noise, &Process::divergence_drift})
    process.*field = in_parts(std::move(process.*field));
  if (process.split) process.split->frozen = in_parts(std::move(process.split->frozen));
  return process;
}

void check_arguments(const Process& process, const Grid& grid, const Ensemble& ensemble, const StepTimes& steps) {
  const auto& [times, is_knot] = steps;
  if (process.dimension != grid.dimension() || ensemble.positions.cols() != grid.dimension()) {
    throw Error(Fault::problem, fmt::format("a process in {} dimensions, particles in {} and a grid in {}",
                                            process.dimension, ensemble.positions.cols(), grid.dimension()));
  }
  if (times.empty() || is_knot.size() != times.size() || times.size() > UINT32_MAX ||
      std::adjacent_find(times.begin(), times.end(), [](double a, double b) { return !(a < b); }) != times.end()) {
    throw Error(Fault::problem, "step times that do not increase, or not one mark per time");
  }
}

/// Doubled steps meet the knots only where these have even indices.
void check_even(const std::vector<bool>& is_knot) {
  bool even = is_knot.size() % 2 == 1;
  for (std::size_t k = 1; k < is_knot.size(); k += 2) even &= !is_knot[k];
  if (!even) throw Error(Fault::problem, "an odd number of steps between knots", "an even number for a coupled run");
}

Run checked_run(const Process& process, const Grid& grid, const std::vector<double>& times,
                const SimulateOptions& options) {
  if (options.block == 0 || options.block % 8 != 0)
    throw Error(Fault::problem, fmt::format("blocks of {} particles", options.block), "a multiple of 8");
  const bool any_noise = options.scheme == Scheme::euler_maruyama || options.scheme == Scheme::exact;
  const NoiseKind noise =
      options.noise ? *options.noise
      : any_noise   ? NoiseKind::cross_axis
                    : noise_kind(process, noise_probes(grid), {times.front(), times[times.size() / 2], times.back()});
  Run run = sde::make_run(process, grid, options, noise);
  const bool absorbing = std::any_of(run.ends.begin(), run.ends.end(), [](const auto& ends) { return ends.absorb(); });
  if (const auto refusal = scheme_refusal(options.scheme, process, noise, absorbing))
    throw Error(Fault::problem, fmt::format("scheme '{}': {}", name_of(options.scheme), refusal->found),
                refusal->legal);
  return run;
}

}  // namespace

Grid unbounded(int dimension) {
  constexpr double far = std::numeric_limits<double>::max();
  std::vector<Axis> axes;
  for (int k = 0; k < dimension; ++k) axes.push_back(listed_axis(fmt::format("x{}", k), Array{{-far, 0, far}}));
  return Grid(std::move(axes));
}

Simulated simulate(const Process& process, const Grid& grid, Ensemble start, const StepTimes& steps,
                   const SimulateOptions& options) {
  check_arguments(process, grid, start, steps);
  if (options.coupled) check_even(steps.is_knot);
  const Run run = checked_run(process, grid, steps.times, options);
  if (process.few_calls) {
    const Process parts = in_parts(process);
    return sde::Simulation(parts, run, std::move(start), steps).result();
  }
  return sde::Simulation(process, run, std::move(start), steps).result();
}

}  // namespace fokker
