// SPDX-License-Identifier: MIT
#include <utility>

#include "fokker/verify/report.hpp"

namespace fokker {

Significance adjust_findings(const Grid& grid, double false_alarm, std::vector<Check>& checks) {
  std::vector<Finding> all;
  std::vector<Check*> owners;
  for (Check& check : checks) {
    for (Finding& finding : findings(grid, check.metrics)) {
      all.push_back(std::move(finding));
      owners.push_back(&check);
    }
  }
  std::vector<double> p;
  for (const Finding& finding : all) p.push_back(finding.p);
  const std::vector<double> adjusted = holm(p);
  Significance result{false_alarm, std::ssize(all), 0};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].adjusted = adjusted[i];
    result.rejected += adjusted[i] <= false_alarm ? 1 : 0;
    std::optional<Finding>& strongest = owners[i]->finding;
    if (!strongest || all[i].p < strongest->p) strongest = all[i];
  }
  return result;
}

bool differs(const Check& check, const Significance& significance) {
  return check.finding && check.finding->adjusted <= significance.false_alarm;
}

}  // namespace fokker
