// SPDX-License-Identifier: MIT
#include "app/key_reference.hpp"

#include <fmt/format.h>

#include <cctype>

#include "fokker/io/toml/problem_keys.hpp"

namespace fokker::app {
namespace {

/// `[process] kind = "ou"`
std::string title_of(const KeyTable& table) {
  if (table.table == "top") return "top of the file";
  if (table.table == "bounds") return "bounds: { tv = ... }";
  if (table.table == "score = {}") return "score = { table = ... }, { network = ... } or { answers = ... }";
  return table.kind.empty() ? table.table : fmt::format("{} kind = \"{}\"", table.table, table.kind);
}

std::string value_of(const KeyEntry& key) {
  return key.legal == "-" ? key.type : fmt::format("{}: {}", key.type, key.legal);
}

bool has_default(const KeyEntry& key) { return key.standard != "-" && !key.standard.starts_with("required"); }

/// A cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') result += '\\';
    result += c;
  }
  return result;
}

std::string heading(const KeyTable& table) {
  return table.table == "top" ? "Top of the file" : fmt::format("`{}`", title_of(table));
}

/// A sentence; an equation as code.
std::string purpose(const KeyTable& table) {
  if (table.table == "[process]" && !table.kind.empty()) return fmt::format("`{}`", table.purpose);
  std::string text = cell(table.purpose) + ".";
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

std::string markdown_row(const KeyEntry& key) {
  const std::string standard = has_default(key) ? fmt::format("`{}`", key.standard) : key.standard;
  return fmt::format("| `{}` | {} | {} | {} | {} |\n", key.key, cell(key.type), cell(key.legal), standard,
                     cell(key.meaning));
}

}  // namespace

std::string key_text(const KeyEntry& key) {
  const std::string head = has_default(key) ? fmt::format("{} = {}", key.key, key.standard) : key.key;
  const std::string tail = key.standard.starts_with("required") ? "; " + key.standard : "";
  return fmt::format("{}: {} ({}{})", head, key.meaning, value_of(key), tail);
}

std::string keys_text() {
  std::string text;
  for (const KeyTable& table : problem_keys()) {
    text += fmt::format("{}{}: {}\n", text.empty() ? "" : "\n", title_of(table), table.purpose);
    if (table.keys.empty()) text += "  no keys but kind\n";
    for (const KeyEntry& key : table.keys) {
      const std::string standard = key.standard.starts_with("required") ? "; " + key.standard
                                   : has_default(key)                   ? "; default " + key.standard
                                                                        : "";
      text += fmt::format("  {:<18} {}\n  {:<18} {}{}\n", key.key, key.meaning, "", value_of(key), standard);
    }
  }
  return text;
}

std::string keys_markdown() {
  std::string text =
      "# Keys of the problem file\n\n"
      "Made by `fokker list keys --markdown`; a test compares this page with it. A number may be a formula of the\n"
      "`[parameters]` in a string; `N(m, c)` has variance `c`, every `std` is a standard deviation; paths are "
      "relative\n"
      "to the problem file; where there is one axis, one value serves for a list of one. `-` means none.\n";
  for (const KeyTable& table : problem_keys()) {
    text += fmt::format("\n## {}\n\n{}\n\n", heading(table), purpose(table));
    text += table.keys.empty() ? (table.kind.empty() ? "No keys.\n" : "No keys but `kind`.\n")
                               : "| key | type | legal | default | meaning |\n|---|---|---|---|---|\n";
    for (const KeyEntry& key : table.keys) text += markdown_row(key);
  }
  return text;
}

}  // namespace fokker::app
