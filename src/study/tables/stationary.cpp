// SPDX-License-Identifier: MIT
#include "fokker/generator/stationary.hpp"

#include "study/tables/solver.hpp"

namespace fokker {

void TableSolver::stationary() {
  const Operator L = edges(problem_.grid);
  const Generator rates = generator(L);
  const Array masses = stationary_masses(rates, problem_.grid, control_.stop);
  results_.stationary = {masses / problem_.grid.volumes(), L.current(masses), entropy_production(rates.rates, masses)};
  add_scalars(problem_.grid, *results_.stationary, results_.scalars);
}

void TableSolver::modes() {
  const Generator rates = generator(edges(problem_.grid));
  results_.spectrum = spectrum(rates, problem_.grid, problem_.tables.spectrum->count, control_.stop);
  add_scalars(*results_.spectrum, !rates.exits.empty(), results_.scalars);
}

}  // namespace fokker
