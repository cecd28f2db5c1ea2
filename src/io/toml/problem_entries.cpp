// SPDX-License-Identifier: MIT
#include "fokker/io/toml/problem_entries.hpp"

#include <fmt/format.h>

#include <sstream>

#include "fokker/core/error.hpp"
#include "io/toml/document.hpp"

namespace fokker {
namespace {

/// As TOML; numbers in the shortest form that reads back to the same bits.
std::string literal_of(const toml::node& node) {
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", **number);
  if (const auto* list = node.as_array()) {
    std::string text;
    for (const auto& part : *list) text += (text.empty() ? "" : ", ") + literal_of(part);
    return "[" + text + "]";
  }
  std::ostringstream stream;
  node.visit([&](const auto& plain) { stream << toml::toml_formatter(plain); });
  return stream.str();
}

/// The plain keys of a table, where arrays of tables and tables are tables of their own unless they are in line.
class EntryList {
 public:
  std::vector<ProblemEntry> entries;

  void add(const std::string& name, const toml::table& table) {
    for (const auto& [key, node] : table)
      if (!is_table(node)) entries.push_back({name, std::string(key.str()), literal_of(node)});
    for (const auto& [key, node] : table) {
      const std::string inner = (name.empty() ? "" : name + ".") + std::string(key.str());
      if (const auto* part = node.as_table(); part && !part->is_inline()) add(inner, *part);
      if (const auto* list = node.as_array(); list && is_table(node)) add_all(inner, *list);
    }
  }

 private:
  static bool is_table(const toml::node& node) {
    if (const auto* table = node.as_table()) return !table->is_inline();
    const auto* list = node.as_array();
    return list && !list->empty() && list->is_homogeneous(toml::node_type::table) &&
           !list->front().as_table()->is_inline();
  }

  void add_all(const std::string& name, const toml::array& list) {
    std::size_t number = 0;
    for (const auto& node : list) {
      const toml::table& table = *node.as_table();
      const auto own = table["name"].value<std::string>();
      add(fmt::format("{}.{}", name, own.value_or(std::to_string(number))), table);
      ++number;
    }
  }
};

}  // namespace

std::vector<ProblemEntry> problem_entries(const std::string& resolved) {
  DiagnosticList diagnostics;
  EntryList list;
  try {
    list.add("", io::parse_document(resolved, "problem", diagnostics));
  } catch (const Error& error) {
    throw Error(Fault::data, error.diagnostics());
  }
  return std::move(list.entries);
}

}  // namespace fokker
