// SPDX-License-Identifier: MIT
#include "study/relaxation.hpp"

#include "fokker/core/error.hpp"
#include "generator/balance.hpp"
#include "generator/modes.hpp"

namespace fokker {

Array log_equilibrium(const GridProblem& problem) {
  Array phi(problem.grid.cells());
  problem.process.discrete_potential->phi(problem.time.start, problem.grid.centres(), phi);
  return phi - phi.maxCoeff();
}

double slowest_relaxation(const GridProblem& problem, double span) {
  constexpr int modes = 2;  // the first is the equilibrium
  const Assembler assembler(problem.process, problem.grid, Flux::scharfetter_gummel);
  Operator L = assembler.blank();
  assembler.assemble(problem.time.start, L);
  const RateMatrix rates = generator(L).rates;
  const Array masses = balanced_masses(rates), leak = Array::Zero(rates.cols());
  if (masses.size() < 3 * modes) return 0;
  try {
    const std::vector<Mode> slowest = balanced_modes({rates, leak, modes, 1 / span}, masses);
    return slowest.size() < modes ? 0 : slowest[1].eigenvalue.real();
  } catch (const Error&) {  // the iteration does not converge
    return 0;
  }
}

}  // namespace fokker
