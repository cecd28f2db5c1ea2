// SPDX-License-Identifier: MIT
#include "fokker/generator/stationary.hpp"
#include "fokker/study/fields.hpp"
#include "study/scalars.hpp"

namespace fokker {

std::vector<EntropyAt> entropies(const Problem& problem, const GridSolution& forward, const Control& control) {
  const Grid& grid = problem.grid;
  const Assembler assembler(problem.process, grid, Flux::scharfetter_gummel, control.threads);
  Operator L = assembler.blank();
  assembler.assemble(problem.time.start, L);
  const Generator rates = generator(L);
  const Array stationary = stationary_masses(rates, grid, control.stop);
  std::vector<EntropyAt> all;
  for (std::size_t k = 0; k < forward.densities.size(); ++k) {
    const Array& p = forward.densities[k];
    const Array masses = p * grid.volumes();
    EntropyAt now{problem.time.snapshots[k]};
    now.entropy = -(p > 0).select(masses * p.log(), 0).sum();
    now.fisher = (density_score(grid, p, grid.centres()).square().rowwise().sum() * masses).sum();
    now.balance = entropy_balance(rates.rates, masses, stationary);
    all.push_back(now);
  }
  return all;
}

}  // namespace fokker
