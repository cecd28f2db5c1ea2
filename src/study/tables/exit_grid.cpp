// SPDX-License-Identifier: MIT
#include "study/tables/exit_grid.hpp"

#include <algorithm>

namespace fokker {

Grid with_exits(const Grid& grid, const std::vector<std::string>& names) {
  std::vector<Axis> axes = grid.axes();
  for (Axis& axis : axes)
    for (const std::string& name : names) {
      if (name == axis.name + "_lower" && !axis.periodic()) axis.lower = Boundary::absorbing;
      if (name == axis.name + "_upper" && !axis.periodic()) axis.upper = Boundary::absorbing;
    }
  return Grid(std::move(axes));
}

std::vector<Region> regions_named(const Problem& problem, const std::vector<std::string>& names) {
  std::vector<Region> result;
  for (const RegionFormula& region : problem.tables.regions)
    if (names.empty() || std::find(names.begin(), names.end(), region.name) != names.end())
      result.push_back({region.name, region.inside.at(problem.time.start)});
  return result;
}

}  // namespace fokker
