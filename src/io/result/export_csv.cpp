// SPDX-License-Identifier: MIT
// Tidy CSV: one line per combination of coordinates.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "fokker/core/error.hpp"
#include "fokker/io/result/export.hpp"

namespace fokker {
namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = text;
  for (std::size_t i = 0; (i = quoted.find('"', i)) != std::string::npos; i += 2) quoted.insert(i, 1, '"');
  return fmt::format("\"{}\"", quoted);
}

/// As pandas and R read them: R reads NaN and Inf in this spelling only.
void append(fmt::memory_buffer& text, double value) {
  if (std::isfinite(value))
    fmt::format_to(std::back_inserter(text), "{}", value);
  else
    fmt::format_to(std::back_inserter(text), "{}", std::isnan(value) ? "NaN" : value > 0 ? "Inf" : "-Inf");
}
void append(fmt::memory_buffer& text, std::int64_t value) { fmt::format_to(std::back_inserter(text), "{}", value); }
void append(fmt::memory_buffer& text, const std::string& value) { text.append(field(value)); }

void append_value(fmt::memory_buffer& text, const Variable& variable, std::size_t i) {
  std::visit([&](const auto& values) { append(text, values[i]); }, *variable.values);
}

std::string table_name(const Variable& variable) {
  std::string name = variable.group;
  std::replace(name.begin(), name.end(), '/', '_');
  for (const auto& dimension : variable.dimensions) name += (name.empty() ? "" : "_") + dimension;
  return name;
}

}  // namespace

std::vector<CsvTable> csv_tables(const std::vector<Variable>& variables) {
  std::vector<CsvTable> tables;
  const auto is_edges = [](const Variable& v) { return v.group.empty() && v.name.ends_with("_edges"); };
  for (const Variable& variable : variables) {
    if (variable.coordinate && !is_edges(variable)) continue;
    const auto same = [&](const CsvTable& table) {
      return table.columns[0].group == variable.group && table.columns[0].dimensions == variable.dimensions;
    };
    auto table = std::find_if(tables.begin(), tables.end(), same);
    if (table == tables.end()) {
      table = tables.insert(tables.end(), {table_name(variable), {}, {}});
      for (const auto& dimension : variable.dimensions)
        for (const Variable& other : variables)
          if (!variable.coordinate && other.group == variable.group && other.name == dimension)
            table->coordinates.push_back(other);
    }
    table->columns.push_back(variable);
  }
  if (!tables.empty()) return tables;
  for (const Variable& variable : variables) tables.push_back({table_name(variable), {}, {variable}});
  return tables;
}

std::string csv_text(const CsvTable& table) {
  fmt::memory_buffer text;
  const auto& extents = table.columns.at(0).extents;
  std::size_t rows = 1;
  for (const std::size_t extent : extents) rows *= extent;
  bool first = true;
  for (const auto* list : {&table.coordinates, &table.columns})
    for (const Variable& variable : *list) {
      if (!first) text.push_back(',');
      text.append(field(variable.name));
      first = false;
    }
  text.push_back('\n');
  for (std::size_t i = 0; i < rows; ++i) {
    std::size_t below = rows;
    for (std::size_t k = 0; k < table.coordinates.size(); ++k) {
      below /= extents[k];
      append_value(text, table.coordinates[k], i / below % extents[k]);
      text.push_back(',');
    }
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (c > 0) text.push_back(',');
      append_value(text, table.columns[c], i);
    }
    text.push_back('\n');
  }
  return fmt::to_string(text);
}

}  // namespace fokker
