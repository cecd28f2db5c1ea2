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

void read_folder(const fs::path& root, const fs::path& folder, std::vector<Source>& sources) {
  if (!fs::exists(root / folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const auto extension = entry.path().extension();
    if (extension != ".hpp" && extension != ".cpp") continue;
    const std::string room = fs::relative(entry.path(), root / folder).begin()->string();
    sources.push_back({room, fs::relative(entry.path(), root).string(), read_text(entry.path())});
  }
}

/// Room that a quoted include names: "fokker/grid/grid.hpp" and "grid/lines.hpp" name grid, "lines.hpp" none.
std::string room_of(std::string target) {
  if (target.starts_with("fokker/")) target = target.substr(7);
  const auto slash = target.find('/');
  return slash == std::string::npos ? "" : target.substr(0, slash);
}

std::string wrong_room(const Source& source, const std::string& target) {
  const std::string room = room_of(target);
  if (room.empty() || room == source.room) return "";
  const auto row = may_include().find(source.room);
  if (row == may_include().end()) return source.path + ": '" + source.room + "' is no room";
  if (!may_include().contains(room)) return source.path + " includes \"" + target + "\": '" + room + "' is no room";
  if (row->second.contains(room)) return "";
  return source.path + " includes \"" + target + "\": no arrow from " + room + " to " + source.room;
}

std::string wrong_third_party(const Source& source, const std::string& target) {
  for (const auto& [beginning, rooms] : third_parties()) {
    if (target.starts_with(beginning) && !rooms.contains(source.room))
      return source.path + " includes <" + target + ">, which stops at another room";
  }
  return "";
}

bool part_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

std::vector<Source> read_house(const fs::path& root) {
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
         {ours ? wrong_room(source, target) : std::string(), wrong_third_party(source, target)}) {
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
  static const std::set<std::string> words = {"cout",         "cerr",
                                              "clog",         "stdout",
                                              "stderr",       "printf",
                                              "fprintf",      "puts",
                                              "putchar",      "perror",
                                              "exit",         "_exit",
                                              "quick_exit",   "abort",
                                              "getenv",       "secure_getenv",
                                              "setenv",       "putenv",
                                              "setlocale",    "steady_clock",
                                              "system_clock", "high_resolution_clock"};
  const std::string code = code_only(source.text);
  std::vector<std::string> sentences;
  for (auto begin = code.begin(); begin != code.end();) {
    begin = std::find_if(begin, code.end(), part_of_word);
    const auto end = std::find_if_not(begin, code.end(), part_of_word);
    const std::string word(begin, end);
    if (words.contains(word)) sentences.push_back(source.path + " says '" + word + "'");
    begin = end;
  }
  if (code.find("fmt::print") != std::string::npos) sentences.push_back(source.path + " says 'fmt::print'");
  return sentences;
}

}  // namespace layers
