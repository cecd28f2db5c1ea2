// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <vector>

#include "time/net_peclet.hpp"

namespace fokker {

/// What a step in d dimensions chose, as ImplicitStepper::choice() has it: k for an axis k whose drift it carried, d +
/// k for one on whose edges it took the complete flux.
using StepChoice = std::vector<int>;

inline void add_choice(StepChoice& choice, DriftBy by, int axis, int d) {
  if (by != DriftBy::edges) choice.push_back(by == DriftBy::remaps ? axis : d + axis);
}

inline DriftBy chosen_for(const StepChoice& choice, int axis, int d) {
  const auto has = [&](int what) { return std::find(choice.begin(), choice.end(), what) != choice.end(); };
  return has(axis) ? DriftBy::remaps : has(d + axis) ? DriftBy::complete_flux : DriftBy::edges;
}

/// The complete flux in place of remaps, which failed.
inline void leave_remaps(StepChoice& choice, int d) {
  for (int& what : choice)
    if (what < d) what += d;
}

inline void count_choice(const StepChoice& choice, int d, StepStatistics& statistics) {
  for (Array* counts : {&statistics.carried, &statistics.completed})
    if (counts->size() == 0) *counts = Array::Zero(d);
  for (const int what : choice) (what < d ? statistics.carried[what] : statistics.completed[what - d]) += 1;
}

}  // namespace fokker
