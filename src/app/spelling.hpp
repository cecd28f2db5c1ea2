#pragma once
#include <string>
#include <vector>

namespace fokker::app {

/// The word nearest to `word`: at most 2 insertions, deletions, substitutions or swaps of neighbours away (fewer than
/// the word has letters), or one that it is the beginning of. Empty if there is none.
std::string nearest_word(const std::string& word, const std::vector<std::string>& known);

}  // namespace fokker::app
