// SPDX-License-Identifier: MIT
#include "io/toml/table_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.hpp"
#include "fokker/core/spelling.hpp"
#include "fokker/io/toml/problem_keys.hpp"
#include "io/toml/document.hpp"

namespace fokker::io {

TableReader::TableReader(ReadContext& context, const toml::table& table, std::string path)
    : context_(context), table_(table), path_(std::move(path)) {}

std::string TableReader::key_path(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

std::string TableReader::place(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return place_of(node ? node->source() : table_.source(), context_.name);
}

const toml::node* TableReader::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  return table_.get(key);
}

std::optional<double> TableReader::number(std::string_view key, const Range& range) {
  const toml::node* node = find(key);
  return node ? number_of(*node, key_path(key), range) : std::nullopt;
}

double TableReader::number_or(std::string_view key, double fallback, const Range& range) {
  return number(key, range).value_or(fallback);
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  const auto* value = node->as_integer();
  if (!value) {
    wrong_type(*node, key_path(key), "an integer");
    return std::nullopt;
  }
  if (**value >= least && **value <= most) return **value;
  fail(key, fmt::format("{}", **value), fmt::format("an integer from {} to {}", least, most));
  return std::nullopt;
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  if (const auto* value = node->as_boolean()) return **value;
  wrong_type(*node, key_path(key), "true or false");
  return std::nullopt;
}

std::optional<std::string> TableReader::string(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  if (const auto* value = node->as_string()) return **value;
  wrong_type(*node, key_path(key), "a string");
  return std::nullopt;
}

std::vector<std::string> TableReader::strings(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return {};
  if (const auto* value = node->as_string()) return {**value};
  const auto* list = node->as_array();
  std::vector<std::string> result;
  if (!list) wrong_type(*node, key_path(key), "a list of strings");
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    if (const auto* value = (*list)[i].as_string())
      result.push_back(**value);
    else
      wrong_type((*list)[i], fmt::format("{}[{}]", key_path(key), i), "a string");
  }
  return result;
}

std::optional<std::vector<double>> TableReader::numbers(std::string_view key, const Range& range) {
  const toml::node* node = find(key);
  if (!node) return std::nullopt;
  const auto* list = node->as_array();
  if (!list) {
    wrong_type(*node, key_path(key), "a list of numbers");
    return std::nullopt;
  }
  std::vector<double> values;
  for (std::size_t i = 0; i < list->size(); ++i)
    if (const auto value = number_of((*list)[i], fmt::format("{}[{}]", key_path(key), i), range))
      values.push_back(*value);
  if (values.size() != list->size()) return std::nullopt;
  return values;
}

std::optional<Vector> TableReader::per_axis(std::string_view key, const Range& range) {
  const toml::node* node = find(key);
  return node ? per_axis_of(*node, key_path(key), range) : std::nullopt;
}

void TableReader::fail(std::string_view key, std::string found, std::string legal, std::string advice) {
  context_.diagnostics.add(Fault::problem,
                           {place(key), key_path(key), std::move(found), std::move(legal), std::move(advice)});
}

void TableReader::fail_at(const toml::node& node, const std::string& path, std::string found, std::string legal,
                          std::string advice) {
  context_.diagnostics.add(Fault::problem, {place_of(node.source(), context_.name), path, std::move(found),
                                            std::move(legal), std::move(advice)});
}

void TableReader::fail_choice(std::string_view key, const std::string& found, const std::vector<std::string>& legal) {
  const auto close = nearest_name(found, legal);
  fail(key, fmt::format("'{}'", shown(found)), quoted_list(legal), close.empty() ? "" : fmt::format("'{}'", close));
}

void TableReader::missing(std::string_view key, std::string legal) {
  find(key);
  const std::string where = path_.empty() ? "the file" : fmt::format("table '{}'", path_);
  fail(key, fmt::format("missing from {}", where), std::move(legal));
}

void TableReader::finish() {
  for (const auto& [key, value] : table_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    std::string advice;
    if (const auto close = nearest_name(key.str(), known_); !close.empty())
      advice = fmt::format("'{}'", close);
    else if (const auto tables = tables_with_key(key.str()); !tables.empty())
      advice = fmt::format("it belongs in {}", fmt::join(tables, " or "));
    const toml::source_region& source = key.source().path ? key.source() : value.source();
    context_.diagnostics.add(Fault::problem, {place_of(source, context_.name), key_path(shown(key.str())),
                                              path_.empty() ? "unknown table or key" : "unknown key",
                                              quoted_list(known_), std::move(advice)});
  }
}

std::vector<std::string> tables_with_key(std::string_view key) {
  std::vector<std::string> tables;
  for (const KeyTable& table : problem_keys()) {
    const bool found = std::any_of(table.keys.begin(), table.keys.end(), [&](const auto& e) { return e.key == key; });
    const std::string name = table.table == "top" ? "the top of the file" : table.table;
    const bool in_brackets = name.starts_with("[") || table.table == "top";
    if (found && in_brackets && std::find(tables.begin(), tables.end(), name) == tables.end()) tables.push_back(name);
  }
  return tables;
}

}  // namespace fokker::io
