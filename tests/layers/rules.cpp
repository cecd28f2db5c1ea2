// SPDX-License-Identifier: MIT
#include "layers/rules.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

namespace layers {
namespace {

std::string read_text(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The module of a path below src or include/fokker: its first folder; of io, which has modules of its own, the second
/// one, too.
std::string module_of(const std::string& path) {
  const auto slash = path.find('/');
  if (slash == std::string::npos) return "";
  const std::string first = path.substr(0, slash);
  if (first != "io") return first;
  const auto next = path.find('/', slash + 1);
  return next == std::string::npos ? first : path.substr(0, next);
}

void read_folder(const fs::path& root, const fs::path& folder, std::vector<Source>& sources) {
  if (!fs::exists(root / folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const auto extension = entry.path().extension();
    if (extension != ".hpp" && extension != ".cpp") continue;
    if (entry.path().parent_path() == root / folder) continue;  // fokker.hpp, which includes all of the public surface
    sources.push_back({module_of(fs::relative(entry.path(), root / folder).string()),
                       fs::relative(entry.path(), root).string(), read_text(entry.path())});
  }
}

/// Module that a quoted include names: "fokker/grid/grid.hpp" and "grid/lines.hpp" name grid, "lines.hpp" none.
std::string module_in(const std::string& target) {
  return module_of(target.starts_with("fokker/") ? target.substr(7) : target);
}

std::string wrong_module(const Source& source, const std::string& target) {
  const std::string other = module_in(target);
  if (other.empty() || other == source.module) return "";
  const auto row = may_include().find(source.module);
  if (row == may_include().end()) return source.path + ": '" + source.module + "' is no module";
  if (!may_include().contains(other)) return source.path + " includes \"" + target + "\": '" + other + "' is no module";
  if (row->second.contains(other)) return "";
  return source.path + " includes \"" + target + "\": no arrow from " + other + " to " + source.module;
}

std::string wrong_third_party(const Source& source, const std::string& target) {
  for (const auto& [beginning, modules] : third_parties()) {
    if (target.starts_with(beginning) && !modules.contains(source.module))
      return source.path + " includes <" + target + ">, which stops at another module";
  }
  return "";
}

bool part_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

std::vector<Source> read_sources(const fs::path& root) {
  std::vector<Source> sources;
  read_folder(root, "include/fokker", sources);
  read_folder(root, "src", sources);
  std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return sources;
}

std::vector<std::string> forbidden_includes(const Source& source) {
  static const std::regex include_line("(^|\n)[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"\n]+)[>\"]");
  std::vector<std::string> sentences;
  for (auto i = std::sregex_iterator(source.text.begin(), source.text.end(), include_line); i != std::sregex_iterator();
       ++i) {
    const std::string target = (*i)[3];
    const bool ours = (*i)[2] == "\"" || target.starts_with("fokker/");
    for (const auto& sentence :
         {ours ? wrong_module(source, target) : std::string(), wrong_third_party(source, target)}) {
      if (!sentence.empty()) sentences.push_back(sentence);
    }
  }
  return sentences;
}

std::string code_only(const std::string& text) {
  static const std::regex quiet(
      "//[^\n]*|/\\*[^*]*\\*+(?:[^/*][^*]*\\*+)*/|\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)+'");
  return std::regex_replace(text, quiet, " ");
}

std::vector<std::string> forbidden_words(const Source& source) {
  static const std::set<std::string> words = {
      "cout",       "cerr",   "clog",      "stdout",       "stderr",       "printf",
      "fprintf",    "puts",   "putchar",   "perror",       "exit",         "_exit",
      "quick_exit", "abort",  "fork",      "vfork",        "getenv",       "secure_getenv",
      "setenv",     "putenv", "setlocale", "steady_clock", "system_clock", "high_resolution_clock"};
  const std::string code = code_only(source.text);
  std::vector<std::string> sentences;
  for (auto begin = code.begin(); begin != code.end();) {
    begin = std::find_if(begin, code.end(), part_of_word);
    const auto end = std::find_if_not(begin, code.end(), part_of_word);
    const std::string word(begin, end);
    const auto next = std::find_if_not(end, code.end(), [](char c) { return c == ' '; });
    const bool called = next != code.end() && *next == '(';  // a process has exits, too
    if (words.contains(word) && (word != "exit" || called)) sentences.push_back(source.path + " says '" + word + "'");
    begin = end;
  }
  if (code.find("fmt::print") != std::string::npos) sentences.push_back(source.path + " says 'fmt::print'");
  return sentences;
}

}  // namespace layers
