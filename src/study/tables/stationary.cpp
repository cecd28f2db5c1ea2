// SPDX-License-Identifier: MIT
#include "fokker/generator/stationary.hpp"

#include "study/tables/solver.hpp"

namespace fokker {

void TableSolver::stationary() {
  const Array& masses = masses_at_rest();
  results_.stationary = {masses / problem_.grid.volumes(), edges().current(masses),
                         entropy_production(generator(edges()).rates, masses)};
  add_scalars(problem_.grid, *results_.stationary, results_.scalars);
}

void TableSolver::modes() {
  const Generator rates = generator(edges());
  results_.spectrum = spectrum(rates, problem_.grid, problem_.tables.spectrum->count, control_.stop);
  add_scalars(*results_.spectrum, !rates.exits.empty(), results_.scalars);
}

}  // namespace fokker
