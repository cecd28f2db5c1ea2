// SPDX-License-Identifier: MIT
#include "fokker/generator/bridge.hpp"

#include <algorithm>

#include "study/tables/exit_grid.hpp"
#include "study/tables/solver.hpp"

namespace fokker {

/// From the initial law to the target, over the time of the problem.
void TableSolver::bridge(const BridgeTable& asked) {
  const Generator rates = generator(edges(), regions_named(problem_, {}));
  BridgeOptions options;
  options.span = problem_.time.end - problem_.time.start;
  options.intervals = static_cast<int>(asked.snapshots) - 1;
  options.steps = std::max<long>(1, asked.steps / part_ / options.intervals);
  options.tolerance = asked.tolerance;
  options.iterations = static_cast<int>(asked.iterations);
  const Bridge found =
      schroedinger_bridge(rates, masses_of(problem_.initial), masses_of(asked.target), options, control_.stop);
  BridgeResult result;
  const Array& volumes = problem_.grid.volumes();
  for (std::size_t k = 0; k < found.masses.size(); ++k) {
    result.times.push_back(problem_.time.start + options.span * static_cast<double>(k) / options.intervals);
    result.densities.push_back(found.masses[k] / volumes);
    result.factors.push_back(found.forward[k]);
  }
  result.iterations = found.iterations;
  result.end_error = found.end_error;
  add_number("bridge", "relative_entropy", found.relative_entropy, "1");
  results_.bridge = std::move(result);
}

}  // namespace fokker
