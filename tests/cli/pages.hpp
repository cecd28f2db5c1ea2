// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "cli/sandbox.hpp"

namespace cli {

/// A fenced block of a page: the words after the fence, what it holds, and the HTML comment above it ("" if none).
struct Block {
  std::string page;
  int line = 0;
  std::string info;
  std::string mark;
  std::vector<std::string> lines;

  std::string where() const { return page + ":" + std::to_string(line); }
  std::string text() const;
};

/// Pages whose snippets are run, and those whose links alone are followed; relative to the source folder.
std::vector<std::string> pages();
std::vector<std::string> pages_with_links();

/// What stands in a file of the source folder.
std::string source_text(const std::string& path);
std::vector<std::string> lines_of(const std::string& text);

std::vector<Block> blocks_of(const std::string& page);

/// The lines of a page outside fenced blocks, code spans left out where `code` is false.
std::vector<std::string> prose_of(const std::string& page, bool code);

/// Anchors of a page's headings by GitHub's rules, numbered where they repeat.
std::vector<std::string> anchors_of(const std::string& page);

/// `example` without its tables that the fragment has too, then the fragment.
std::string put_into(const std::string& example, const std::string& fragment);

/// A copy of examples/*.toml, in which `../data` is found as in the source folder.
void copy_examples(const Sandbox& sandbox);

}  // namespace cli
