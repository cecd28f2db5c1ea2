// SPDX-License-Identifier: MIT
#include "fokker/generator/thermodynamics.hpp"

#include "fokker/study/fields.hpp"
#include "study/tables/solver.hpp"

namespace fokker {

/// At the snapshots of the forward solution.
void TableSolver::thermodynamics(const GridSolution& forward) {
  const Grid& grid = problem_.grid;
  const Generator rates = generator(edges());
  for (std::size_t k = 0; k < forward.densities.size(); ++k) {
    const Array& p = forward.densities[k];
    const Array masses = p * grid.volumes();
    EntropyAt now{problem_.time.snapshots[k]};
    now.entropy = -(p > 0).select(masses * p.log(), 0).sum();
    now.fisher = (density_score(grid, p, grid.centres()).square().rowwise().sum() * masses).sum();
    now.balance = entropy_balance(rates.rates, masses, masses_at_rest());
    results_.thermodynamics.push_back(now);
  }
}

}  // namespace fokker
