#include "app/spelling.hpp"

#include <algorithm>

namespace fokker::app {
namespace {

/// Damerau's distance between neighbouring-swap edits (optimal string alignment).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string nearest_word(const std::string& word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t smallest = 3;
  for (const auto& candidate : known) {
    std::size_t distance = edit_distance(word, candidate);
    if (word.size() > 2 && candidate.starts_with(word)) distance = std::min<std::size_t>(distance, 2);
    if (distance < smallest && distance < word.size()) {
      smallest = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace fokker::app
