// SPDX-License-Identifier: MIT
#include "cli/messages.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <utility>
#include <vector>

namespace cli {
namespace {

const char* const golden_file = FOKKER_SOURCE_DIR "/tests/cli/messages.txt";
const char* const head =
    "# Messages of the command on wrong inputs, by test and input; figures of the machine are N. The tests compare "
    "them.\n"
    "# `./dev messages` (as root, with g++) writes this file anew; read what it changed.\n";

/// Messages and exit code of an input, as in the file.
struct Entry {
  std::string input, text;
};
using Sections = std::map<std::string, std::vector<Entry>>;

/// What depends on the machine, its load or the build.
std::string masked(std::string line) {
  static const std::vector<std::pair<std::regex, std::string>> masks = {
      {std::regex("current folder: [^)]*"), "current folder: ..."},
      {std::regex("at most [0-9.]+ [kMGT]?B available"), "at most N available"},
      {std::regex("at most [0-9.e+]+ bytes, the"), "at most N bytes, the"},
      {std::regex("fits with [0-9x ]+"), "fits with N"},
      {std::regex("cells \\(about [0-9.e+]+\\)"), "cells (about N)"},
      {std::regex("[0-9]+ bytes needed, [0-9]+ free"), "N bytes needed, N free"},
      {std::regex("[0-9]+ threads on [0-9]+ cores"), "N threads on N cores"},
      {std::regex("system starts [0-9]+: [^;]*"), "system starts N: ..."},
      {std::regex("build of fokker(': |: )[^;]*"), "build of fokker$1OLD -> NEW"},
      {std::regex("[a-z/]+, step [0-9]+, t = [-+0-9.e]+"), "STAGE, step N, t = N"},
      {std::regex("[0-9]{10}\\.h5"), "N.h5"},
      {std::regex("fokker [0-9]+\\.[0-9]+\\.[0-9]+"), "fokker N"},
  };
  for (const auto& [pattern, text] : masks) line = std::regex_replace(line, pattern, text);
  return line;
}

bool is_message(const std::string& line) {
  if (contains(line, "checkpoint written")) return false;
  return contains(line, "error: ") || contains(line, "note: ") || contains(line, "more like these") ||
         line.starts_with("fokker: ");
}

Sections read_golden() {
  Sections sections;
  std::ifstream file(golden_file);
  std::vector<Entry>* section = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("== ")) {
      section = &sections[line.substr(3)];
    } else if (section != nullptr && line.starts_with("-- ")) {
      section->push_back({line.substr(3), {}});
    } else if (section != nullptr && !section->empty() && !line.empty()) {
      section->back().text += line + "\n";
    }
  }
  return sections;
}

void write_golden(const Sections& sections) {
  std::ofstream file(golden_file);
  file << head;
  for (const auto& [test, entries] : sections) {
    file << "\n== " << test << "\n";
    for (const Entry& entry : entries) file << "\n-- " << entry.input << "\n" << entry.text;
  }
}

void rewrite(Sections& golden, const std::string& test, const Entry& entry) {
  static std::vector<std::string> begun;
  if (std::find(begun.begin(), begun.end(), test) == begun.end()) {
    begun.push_back(test);
    golden[test].clear();
  }
  if (!entry.text.empty()) golden[test].push_back(entry);
  write_golden(golden);
}

}  // namespace

std::string messages_of(const Outcome& outcome) {
  std::istringstream lines(outcome.err);
  std::string text;
  for (std::string line; std::getline(lines, line);)
    if (is_message(line)) text += masked(line) + "\n";
  return text;
}

void check_messages(const std::string& test, const std::string& input, const Outcome& outcome) {
  static Sections golden = read_golden();
  std::string text = messages_of(outcome);
  if (!text.empty()) text += "exit " + std::to_string(outcome.code) + "\n";
  if (std::getenv("FOKKER_REWRITE_MESSAGES") != nullptr) {
    rewrite(golden, test, {input, text});
    return;
  }
  const auto& entries = golden[test];
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.input == input; });
  const std::string expected = found == entries.end() ? std::string() : found->text;
  CHECK_MESSAGE(text == expected, test << ", " << input << ": `./dev messages` accepts\n"
                                       << text << "for\n"
                                       << expected);
}

}  // namespace cli
