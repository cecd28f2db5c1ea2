// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <vector>

#include "fokker/verify/report.hpp"

namespace fokker {

/// Rows of one comparison.
using CheckGroup = std::vector<const Check*>;

/// Rows by comparison, in the order of the report.
inline std::vector<CheckGroup> by_comparison(const Report& report) {
  std::vector<CheckGroup> groups;
  for (const Check& check : report.checks) {
    const auto same = [&](const CheckGroup& group) { return group.front()->comparison == check.comparison; };
    auto place = std::find_if(groups.begin(), groups.end(), same);
    if (place == groups.end()) place = groups.insert(groups.end(), CheckGroup{});
    place->push_back(&check);
  }
  return groups;
}

inline bool less_strained(const Check* a, const Check* b) { return strain(*a) < strain(*b); }

/// The row that is nearest to a bound or misses one by most.
inline const Check& worst_of(const CheckGroup& group) {
  return **std::max_element(group.begin(), group.end(), less_strained);
}

/// Row with the smallest p value; null without tests.
inline const Check* strongest_finding(const CheckGroup& group) {
  const Check* strongest = nullptr;
  for (const Check* check : group)
    if (check->finding && (!strongest || check->finding->p < strongest->finding->p)) strongest = check;
  return strongest;
}

/// The same of all rows.
inline const Check* strongest_finding(const Report& report) {
  CheckGroup all;
  for (const Check& check : report.checks) all.push_back(&check);
  return strongest_finding(all);
}

}  // namespace fokker
