// SPDX-License-Identifier: MIT
#include "fokker/verify/report.hpp"

namespace fokker {

std::vector<ErrorBar> error_bars(const Evidence& evidence) {
  std::vector<ErrorBar> bars;
  const auto add = [&](const Side& side, const GridSolution& solution) {
    ErrorBar bar{text_of(side), -1, 0, 0};
    for (std::size_t k = 0; k < solution.errors.size(); ++k) {
      const DensityRow error = solution.error(k);
      if ((*error).isNaN().all()) continue;
      const double l1 = mass(evidence.grid, *error);
      if (l1 > bar.l1) bar = {bar.solution, l1, evidence.times[k], solution.orders[k]};
    }
    if (bar.l1 >= 0) bars.push_back(std::move(bar));
  };
  add({SideKind::forward}, evidence.forward);
  for (const ReverseSolution& reverse : evidence.reversals) add({SideKind::reverse, reverse.name}, reverse.solution);
  return bars;
}

}  // namespace fokker
