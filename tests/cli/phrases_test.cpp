// SPDX-License-Identifier: MIT
// Words of the tracked text files: none of the phrases in phrases.txt.
#include <doctest/doctest.h>

#include <cctype>
#include <filesystem>

#include "cli/pages.hpp"

using namespace cli;

namespace {

/// Lower case, every run of blanks, line ends and comment marks a single blank: phrases may cross lines.
std::string flattened(const std::string& text) {
  std::string flat;
  bool after_line = true;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool mark = after_line && (c == '/' || c == '#' || c == '|');
    if (c == '\n') after_line = true;
    if (std::isspace(byte) || mark) {
      if (!flat.empty() && flat.back() != ' ') flat += ' ';
    } else {
      after_line = false;
      flat += char(std::tolower(byte));
    }
  }
  return flat;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// The surroundings of every place of a phrase as whole words.
std::vector<std::string> places_of(const std::string& phrase, const std::string& flat) {
  std::vector<std::string> places;
  for (auto at = flat.find(phrase); at != std::string::npos; at = flat.find(phrase, at + 1)) {
    const auto end = at + phrase.size();
    if ((at > 0 && is_word(flat[at - 1])) || (end < flat.size() && is_word(flat[end]))) continue;
    const auto begin = at < 40 ? 0 : at - 40;
    places.push_back("... " + flat.substr(begin, end - begin + 40) + " ...");
  }
  return places;
}

std::vector<std::string> phrases() {
  std::vector<std::string> found;
  for (const auto& line : lines_of(source_text("tests/cli/phrases.txt")))
    if (!line.empty() && line[0] != '#') found.push_back(line);
  return found;
}

/// Text of a file, of the changelog without the entries of 0.1.0.
std::string checked_text(const std::string& file) {
  const std::string text = source_text(file);
  return file == "CHANGELOG.md" ? text.substr(0, text.find("\n## 0.1.0")) : text;
}

/// Whether the words of a file are others' or quoted: inputs of fuzzing, observations, the list itself, the glossary.
bool excepted(const std::string& path) {
  return path.starts_with("tests/fuzz/corpus/") || path.starts_with("data/") || path == "tests/cli/phrases.txt" ||
         path == "tests/cli/phrases_test.cpp" || path == "docs/glossary.md";
}

std::vector<std::string> tracked_files() {
  const Outcome outcome = Sandbox().run("git -C '" FOKKER_SOURCE_DIR "' ls-files");
  return outcome.code == 0 ? lines_of(outcome.out) : std::vector<std::string>{};
}

}  // namespace

TEST_CASE("a phrase is found as whole words, across lines and comment marks") {
  CHECK(places_of("way back", flattened("the Way\n  /// back.")).size() == 1);
  CHECK(places_of("way back", flattened("| a | way\n  back |")).size() == 1);
  CHECK(places_of("road", flattened("broad roads, abroad")).empty());
}

TEST_CASE("no tracked text file contains a phrase of phrases.txt") {
  const auto files = tracked_files();
  if (files.empty()) {
    MESSAGE("skipped: not a git work tree");
    return;
  }
  REQUIRE(phrases().size() > 5);
  for (const auto& file : files) {
    if (excepted(file) || !std::filesystem::is_regular_file(std::filesystem::path(FOKKER_SOURCE_DIR) / file)) continue;
    const std::string text = checked_text(file);
    if (text.find('\0') != std::string::npos) continue;
    const std::string flat = flattened(text);
    for (const auto& phrase : phrases())
      for (const auto& place : places_of(phrase, flat)) CHECK_MESSAGE(false, file << ": '" << phrase << "': " << place);
  }
}
