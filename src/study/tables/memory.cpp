// SPDX-License-Identifier: MIT
#include "fokker/generator/elimination.hpp"
#include "fokker/process/catalogue.hpp"
#include "study/operator_size.hpp"
#include "study/tables/solver.hpp"

namespace fokker {
namespace {

/// Copies of the rates besides a factor: of the tables, with exits, scaled, and in the eliminated order.
constexpr double copies_of_rates = 4;

/// Vectors that Arnoldi and Lanczos iterations of so many modes keep, and both eigenvectors of each.
double vectors_of(const GeneratorTables& tables) {
  const double modes = tables.spectrum ? tables.spectrum->count : 0;
  const double moments = tables.first_passage ? tables.first_passage->moments : 0;
  double bridge = tables.bridge ? 3.0 * static_cast<double>(tables.bridge->snapshots) : 0;
  if (tables.bridge && tables.bridge->process) bridge += 2 * static_cast<double>(tables.bridge->steps);
  return 20 + 2 * (2 * modes + 20) + 4 * modes + 4 * moments + bridge;
}

}  // namespace

double table_bytes(const Problem& problem) {
  if (!problem.tables.any()) return 0;
  // noise per axis joins neighbours alone, whatever its strength: no need to integrate the process's own edges
  const int d = problem.grid.dimension();
  const Process joining = problem.process.correlated ? problem.process : brownian(Vector::Zero(d), Vector::Ones(d));
  const Assembler assembler(joining, problem.grid, Flux::scharfetter_gummel);
  Operator L = assembler.blank();
  assembler.assemble(problem.time.start, L);
  const RateMatrix rates = generator(L).rates;
  const double entry = sizeof(double) + sizeof(int);
  return elimination_pattern(rates).factor_bytes() + copies_of_rates * entry * static_cast<double>(rates.nonZeros()) +
         8 * vectors_of(problem.tables) * static_cast<double>(problem.grid.cells());
}

}  // namespace fokker
