// SPDX-License-Identifier: MIT
#include "study/operator_size.hpp"

#include <algorithm>

#include "fv/flow_peclet.hpp"
#include "levels.hpp"

namespace fokker {
namespace {

/// Most cells of the grid on which offsets are counted: of larger ones every second (or fourth, ...) edge is taken.
constexpr Eigen::Index most_counted_cells = Eigen::Index{1} << 20;

/// Whether steps move correlated noise along flows and make no edges: where edges would carry it badly in most cells.
bool takes_flows(const GridProblem& problem) {
  const ForwardOptions& forward = problem.forward;
  if (!problem.process.correlated || absorbs(problem.grid)) return false;
  if (forward.flux == Flux::flows) return true;
  if (forward.flux != Flux::automatic || forward.stepper != Stepper::sdirk2) return false;
  const double middle = 0.5 * (problem.time.start + problem.time.end);
  const Array peclet = edge_peclet(problem.process, problem.grid, middle, EdgesCarry::noise, 0);
  return (peclet > 0).count() > problem.grid.cells() / 2;
}

}  // namespace

double deposit_arrays(const Problem& problem) {
  const Flux flux = problem.forward.flux;
  if (absorbs(problem.grid) || (flux != Flux::automatic && flux != Flux::flows)) return 0;
  const double kept = problem.time.steps ? 1 : 6, d = problem.process.dimension;
  return 3 * kept * (1.5 * d + 1) + 5;
}

double count_directions(const Problem& problem) {
  const double d = problem.process.dimension;
  if (!problem.process.correlated) return d;
  Eigen::Index part = 1;
  for (Eigen::Index cells = problem.grid.cells(); cells > most_counted_cells; cells >>= problem.grid.dimension())
    part *= 2;
  const GridProblem moved = on_grid(part == 1 ? problem : at_level(problem, 1, part));
  if (takes_flows(moved)) return d;
  const double begin = moved.time.start, length = moved.time.end - begin;
  const bool steady = moved.process.modulation.has_value();
  const Assembler assembler(moved.process, moved.grid, flux_of_edges(moved.forward.flux));
  std::size_t most = 0;
  for (const double share : {0.5, 0.03, 0.97}) {
    if (steady && most > 0) break;
    Operator L = assembler.blank();
    assembler.assemble(begin + share * length, L);
    most = std::max(most, L.directions.size());
  }
  return static_cast<double>(most);
}

}  // namespace fokker
