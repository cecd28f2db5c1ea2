// SPDX-License-Identifier: MIT
#include "study/tables/solver.hpp"

namespace fokker {
namespace {

/// The grid with boundaries that absorb where they are named ("x_lower").
Grid with_exits(const Grid& grid, const std::vector<std::string>& names) {
  std::vector<Axis> axes = grid.axes();
  for (Axis& axis : axes)
    for (const std::string& name : names) {
      if (name == axis.name + "_lower" && !axis.periodic()) axis.lower = Boundary::absorbing;
      if (name == axis.name + "_upper" && !axis.periodic()) axis.upper = Boundary::absorbing;
    }
  return Grid(std::move(axes));
}

}  // namespace

void TableSolver::passage() {
  const FirstPassageTable& asked = *problem_.tables.first_passage;
  const Generator exits = generator(edges_on(with_exits(problem_.grid, asked.to)), regions_named(asked.to));
  PassageResult found;
  for (const Exit& exit : exits.exits) found.exits.push_back(exit.name);
  found.passage = first_passage(exits, asked.moments, control_.stop);
  add_scalars(found, masses_of(problem_.initial), results_.scalars);
  results_.passage = std::move(found);
  if (asked.committor) transition_paths(*asked.committor);
}

void TableSolver::transition_paths(const CommittorTable& asked) {
  std::vector<Region> ends = regions_named({asked.from});
  ends.push_back(regions_named({asked.to}).front());
  results_.committor = committor(edges(), ends, masses_at_rest(), control_.stop);
  add_scalars(*results_.committor, results_.scalars);
}

}  // namespace fokker
