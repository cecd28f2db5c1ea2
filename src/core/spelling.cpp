// SPDX-License-Identifier: MIT
#include "fokker/core/spelling.hpp"

#include <algorithm>

namespace fokker {
namespace {

constexpr std::size_t longest_name = 100;  // of names that are compared

/// Edits between two words, a swap of neighbours counting as one (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr std::size_t reach = 2;
  const std::string wanted = lower_case(name.substr(0, longest_name));
  std::string best;
  std::size_t fewest = reach + 1;
  for (const auto& candidate : candidates) {
    const std::string other = lower_case(std::string_view(candidate).substr(0, longest_name));
    std::size_t edits = distance(wanted, other);
    const bool begun = other.starts_with(wanted) && wanted.size() > 2;
    const bool beginning =
        wanted.size() >= 2 && other.size() >= 2 && (other.starts_with(wanted) || wanted.starts_with(other));
    edits = std::min(edits, begun ? 1 : (beginning ? reach : edits));
    if (edits < fewest && 2 * edits <= std::max(wanted.size(), other.size())) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace fokker
