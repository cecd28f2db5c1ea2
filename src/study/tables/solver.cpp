// SPDX-License-Identifier: MIT
#include "study/tables/solver.hpp"

#include "core/allocation.hpp"
#include "fokker/generator/stationary.hpp"
#include "fokker/study/solve.hpp"

namespace fokker {

template <class Work>
void TableSolver::run(const std::string& stage, const Work& work) {
  control_.report({stage, 0, problem_.time.start});
  allocated("the table " + stage, [&] {
    work();
    return 0;
  });
  control_.report({stage, 1, problem_.time.start});
}

GeneratorResults TableSolver::all(const GridSolution* forward) {
  const GeneratorTables& asked = problem_.tables;
  if (asked.stationary) run("stationary", [&] { stationary(); });
  if (asked.spectrum) run("spectrum", [&] { modes(); });
  if (asked.first_passage) run("first_passage", [&] { passage(); });
  if (asked.reset) run("reset", [&] { reset(*asked.reset); });
  for (const CorrelationTable& one : asked.correlations) run("correlation/" + one.name, [&] { correlate(one); });
  if (asked.bridge) run("bridge", [&] { bridge(*asked.bridge); });
  for (const ExpectationTable& one : asked.expectations) run("expectation/" + one.name, [&] { expect(one); });
  if (asked.thermodynamics && forward) thermodynamics(*forward);
  return std::move(results_);
}

Operator TableSolver::edges_on(const Grid& grid) const {
  const Assembler assembler(problem_.process, grid, Flux::scharfetter_gummel, control_.threads);
  Operator L = assembler.blank();
  assembler.assemble(problem_.time.start, L);
  return L;
}

const Operator& TableSolver::edges() {
  if (!edges_) edges_ = edges_on(problem_.grid);
  return *edges_;
}

const Array& TableSolver::masses_at_rest() {
  if (!masses_at_rest_) masses_at_rest_ = stationary_masses(generator(edges()), problem_.grid, control_.stop);
  return *masses_at_rest_;
}

Array TableSolver::masses_of(const Law& law) const {
  const Law kept = law.mixture ? mean_keeping_law(problem_.grid, *law.mixture) : law;
  const Array masses = law_averages(problem_.grid, kept, control_.threads) * problem_.grid.volumes();
  return masses / masses.sum();
}

void TableSolver::add_number(const std::string& table, const std::string& name, double value,
                             const std::string& units) {
  results_.scalars.push_back({table, name, value, std::numeric_limits<double>::quiet_NaN(), units});
}

}  // namespace fokker
