// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace layers {

namespace fs = std::filesystem;

/// The modules, and those that each may include besides itself.
const std::map<std::string, std::set<std::string>>& may_include();

/// Folder or file with which a third party's include begins, and the modules that may name it.
const std::map<std::string, std::set<std::string>>& third_parties();

/// A source file: its module ("grid", "io", "io/toml"), its path from the root, and its text.
struct Source {
  std::string module;
  std::string path;
  std::string text;
};

/// All files below include/fokker and src, in order of their paths.
std::vector<Source> read_sources(const fs::path& root);

/// One sentence per include line that follows no arrow of the table, or names a third party in the wrong module.
std::vector<std::string> forbidden_includes(const Source& source);

/// One sentence per identifier with which a library would print, exit, or read the environment or the clock.
std::vector<std::string> forbidden_words(const Source& source);

/// The text without comments and without the content of string and character literals.
std::string code_only(const std::string& text);

}  // namespace layers
