// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <vector>

namespace fokker {

/// Entries of a catalogue in the order of their `rank`.
template <class Entry>
std::vector<Entry> sorted_entries(std::vector<Entry> entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.rank < b.rank; });
  return entries;
}

}  // namespace fokker
