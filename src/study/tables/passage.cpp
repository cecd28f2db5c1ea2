// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/generator/expectation.hpp"
#include "study/tables/exit_grid.hpp"
#include "study/tables/solver.hpp"

namespace fokker {
namespace {

constexpr long steps_by_end = 400;

}  // namespace
void TableSolver::passage() {
  const FirstPassageTable& asked = *problem_.tables.first_passage;
  const Generator exits = generator(edges_on(with_exits(problem_.grid, asked.to)), regions_named(problem_, asked.to));
  PassageResult found;
  for (const Exit& exit : exits.exits) found.exits.push_back(exit.name);
  found.passage = first_passage(exits, asked.moments, control_.stop);
  add_scalars(found, masses_of(problem_.initial), results_.scalars);
  if (found.passage.residual > 0) add_number("first_passage", "residual", found.passage.residual, "1");
  if (problem_.particles) passage_by_end(exits);
  results_.passage = std::move(found);
  if (asked.committor) transition_paths(*asked.committor);
}

/// What particles can see until the end.
void TableSolver::passage_by_end(const Generator& exits) {
  const Array start = masses_of(problem_.initial), none = Array::Zero(problem_.grid.cells()), one = none + 1;
  const Horizon horizon{problem_.time.end - problem_.time.start, std::max(1L, steps_by_end / part_)};
  const Array time = expectation(exits, {none, none, one, none}, horizon, control_.stop),
              survival = expectation(exits, {one, none, none, none}, horizon, control_.stop);
  add_number("first_passage", "time_by_end", (start * time).sum(), "time");
  add_number("first_passage", "probability_by_end", 1 - (start * survival).sum(), "1");
}

void TableSolver::transition_paths(const CommittorTable& asked) {
  std::vector<Region> ends = regions_named(problem_, {asked.from});
  ends.push_back(regions_named(problem_, {asked.to}).front());
  results_.committor = committor(edges(), ends, masses_at_rest(), control_.stop);
  add_scalars(*results_.committor, results_.scalars);
}

}  // namespace fokker
