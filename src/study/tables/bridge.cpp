// SPDX-License-Identifier: MIT
#include "fokker/generator/bridge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"
#include "problem/checks.hpp"
#include "study/bridged.hpp"
#include "study/tables/exit_grid.hpp"
#include "study/tables/solver.hpp"

namespace fokker {
namespace {

/// The score log h of a bridge as it is stored; h >= 0, or its logarithm is no drift.
Score factor_of(const Grid& grid, const std::vector<double>& times, std::vector<Array> h, int threads) {
  for (std::size_t k = 0; k < h.size(); ++k)
    if (const auto below = (h[k] < 0).count(); below > 0)
      throw Error(Fault::numerical,
                  fmt::format("the factor h of the bridge is negative in {} cells at t = {:.6g}", below, times[k]),
                  "a positive one", "more steps of the bridge, fewer cells, or a wider target");
  return trajectory_score(Trajectory{grid, times, std::move(h)}, threads);
}

}  // namespace

BridgeOptions TableSolver::bridge_options(const BridgeTable& asked) const {
  BridgeOptions options;
  options.span = asked.end.value_or(problem_.time.end) - problem_.time.start;
  options.intervals = static_cast<int>(asked.snapshots) - 1;
  options.steps = std::max<long>(1, asked.steps / options.intervals);
  options.tolerance = asked.tolerance;
  options.iterations = static_cast<int>(asked.iterations);
  return options;
}

Bridge TableSolver::bridge_over(const BridgeTable& asked, const BridgeOptions& options) {
  const Generator rates = generator(edges(), regions_named(problem_, {}));
  return schroedinger_bridge(rates, masses_of(problem_.initial), masses_of(asked.target), options, control_.stop);
}

SolvedBridge TableSolver::solved_bridge() {
  const BridgeTable& asked = problem_.tables.bridge.value();
  BridgeOptions options = bridge_options(asked);
  std::vector<double> knots = problem_.time.snapshots;
  if (asked.end && *asked.end > knots.back()) knots.push_back(*asked.end);
  const StepTimes steps = step_times(knots, asked.steps, Spacing::uniform);
  for (const double t : steps.times) options.times.push_back(t - problem_.time.start);
  options.steps = 1;
  Bridge found = bridge_over(asked, options);
  SolvedBridge result{problem_.grid, asked.steps, problem_.time.snapshots, {}, {}};
  Bridge& kept = result.at_times;
  for (std::size_t k = 0; k < steps.times.size() && kept.masses.size() < result.times.size(); ++k) {
    if (!steps.is_knot[k]) continue;
    kept.masses.push_back(std::move(found.masses[k]));
    kept.forward.push_back(found.forward[k]);
  }
  kept.relative_entropy = found.relative_entropy;
  kept.iterations = found.iterations;
  kept.end_error = found.end_error;
  result.factor = factor_of(problem_.grid, steps.times, std::move(found.forward), control_.threads);
  return result;
}

/// From the initial law to the target, over the time of the problem.
void TableSolver::bridge(const BridgeTable& asked) {
  BridgeResult result;
  Bridge found;
  if (asked.process) {
    const Problem run = bridged(problem_, control_);
    found = run.bridged->solved->at_times;
    result.times = run.bridged->solved->times;
  } else {
    const BridgeOptions options = bridge_options(asked);
    found = bridge_over(asked, options);
    for (int k = 0; k <= options.intervals; ++k)
      result.times.push_back(problem_.time.start + options.span * k / options.intervals);
  }
  const Array& volumes = problem_.grid.volumes();
  for (const Array& masses : found.masses) result.densities.push_back(masses / volumes);
  result.factors = std::move(found.forward);
  result.iterations = found.iterations;
  result.end_error = found.end_error;
  result.process = asked.process;
  // of a point it grows without bound with the cells
  if (!has_points(asked.target)) add_number("bridge", "relative_entropy", found.relative_entropy, "1");
  results_.bridge = std::move(result);
}

}  // namespace fokker
