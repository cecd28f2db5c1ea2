// SPDX-License-Identifier: MIT
#include "cli/pages.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

namespace cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> pages_in(const std::string& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(fs::path(FOKKER_SOURCE_DIR) / folder))
    if (entry.path().extension() == ".md") found.push_back(folder + "/" + entry.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

bool is_fence(const std::string& line) { return line.starts_with("```"); }

std::string slug(const std::string& heading) {
  std::string result;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ')
      result += '-';
    else if (std::isalnum(byte) || c == '-' || c == '_' || byte >= 0x80)
      result += char(std::tolower(byte));
  }
  return result;
}

/// "[[axis]]" of a line that opens a table, else "".
std::string table_of(const std::string& line) {
  std::smatch match;
  return std::regex_search(line, match, std::regex(R"(^\s*(\[\[?[^\]]+\]\]?)\s*(#.*)?$)")) ? match[1].str() : "";
}

}  // namespace

std::string Block::text() const {
  std::string joined;
  for (const auto& each : lines) joined += each + "\n";
  return joined;
}

std::vector<std::string> pages() {
  std::vector<std::string> all = {"README.md", "CONTRIBUTING.md"};
  for (const std::string folder : {"docs", "examples", "src/io"})
    for (const auto& page : pages_in(folder)) all.push_back(page);
  return all;
}

std::vector<std::string> pages_with_links() {
  std::vector<std::string> all = pages();
  all.push_back("CHANGELOG.md");
  for (const auto& page : pages_in("data")) all.push_back(page);
  for (const auto& entry : fs::directory_iterator(FOKKER_SOURCE_DIR "/tests"))
    if (entry.is_directory())
      for (const auto& page : pages_in("tests/" + entry.path().filename().string())) all.push_back(page);
  return all;
}

std::string source_text(const std::string& path) {
  std::ifstream stream(fs::path(FOKKER_SOURCE_DIR) / path, std::ios::binary);
  if (!stream) throw std::runtime_error("no " + path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  std::string above;
  bool inside = false;
  int number = 0;
  for (const auto& line : lines_of(source_text(page))) {
    ++number;
    if (is_fence(line) && !inside)
      blocks.push_back({page, number, line.substr(3), above.starts_with("<!--") ? above : "", {}});
    else if (inside && !is_fence(line))
      blocks.back().lines.push_back(line);
    if (is_fence(line)) inside = !inside;
    if (!line.empty()) above = line;
  }
  if (inside) throw std::runtime_error(page + ": a fence is not closed");
  return blocks;
}

std::vector<std::string> prose_of(const std::string& page, bool code) {
  std::vector<std::string> prose;
  bool inside = false;
  for (const auto& line : lines_of(source_text(page))) {
    if (is_fence(line))
      inside = !inside;
    else if (!inside)
      prose.push_back(code ? line : std::regex_replace(line, std::regex("`[^`]*`"), ""));
  }
  return prose;
}

std::vector<std::string> anchors_of(const std::string& page) {
  std::vector<std::string> anchors;
  std::map<std::string, int> seen;
  for (const auto& line : prose_of(page, true)) {
    std::smatch match;
    if (!std::regex_match(line, match, std::regex(R"(#{1,6} +(.*?) *)"))) continue;
    const std::string anchor = slug(match[1]);
    const int before = seen[anchor]++;
    anchors.push_back(before == 0 ? anchor : anchor + "-" + std::to_string(before));
  }
  return anchors;
}

std::string put_into(const std::string& example, const std::string& fragment) {
  std::set<std::string> replaced;
  for (const auto& line : lines_of(fragment)) replaced.insert(table_of(line));
  replaced.erase("");
  std::string result;
  bool kept = true;
  for (const auto& line : lines_of(example)) {
    const std::string table = table_of(line);
    if (!table.empty()) kept = !replaced.contains(table);
    if (kept) result += line + "\n";
  }
  return result + "\n" + fragment;
}

void copy_examples(const Sandbox& sandbox) {
  const std::string source = FOKKER_SOURCE_DIR;
  const Outcome outcome = sandbox.run("cp -r '" + source + "'/examples/*.toml '" + source +
                                      "/examples/learned_score' . && cp -r '" + source + "/data' ..");
  if (outcome.code != 0) throw std::runtime_error(outcome.err);
}

}  // namespace cli
