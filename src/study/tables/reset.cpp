// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "study/tables/exit_grid.hpp"
#include "study/tables/solver.hpp"

namespace fokker {

/// Without a rate every exit leads back.
void TableSolver::reset(const ResetTable& asked) {
  const Generator exits = generator(edges(), regions_named(problem_, {}));
  const Array start = asked.to ? masses_of(*asked.to) : masses_of(problem_.initial);
  ResetResult found;
  found.frequencies = asked.frequencies;
  if (asked.rate) {
    const PoissonReset state = poisson_reset(exits, start, *asked.rate, control_.stop);
    found.density = state.masses;
    if (!exits.exits.empty()) add_number("reset", "mean_time", state.passage_time, "time");
  } else {
    const Renewal state = renewal(exits, start, {asked.delay, asked.frequencies}, control_.stop);
    found.density = state.masses;
    found.event_spectrum = state.spectrum;
    add_number("reset", "rate", state.rate, "1/time");
    add_number("reset", "variation", state.variation, "1");
    for (std::size_t k = 0; k < state.spectrum.size(); ++k)
      add_number("reset", fmt::format("event_spectrum_{}", k), state.spectrum[k], "1/time");
  }
  found.density /= problem_.grid.volumes();
  add_moments("reset", problem_.grid, found.density, results_.scalars);
  results_.reset = std::move(found);
}

}  // namespace fokker
