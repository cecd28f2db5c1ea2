// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/text.hpp"
#include "io/toml/issue_places.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

Bounds read_bounds(TableReader& table) {
  Bounds bounds;
  for (const MetricEntry* entry : bounded_metrics(table.context().reading.added.metrics)) {
    const std::string legal = bound_range(*entry);
    if (const auto bound = table.number(entry->name, {0, entry->most, false, legal.c_str()}))
      bounds.emplace(entry->name, *bound);
  }
  table.finish();
  return bounds;
}

std::optional<NumberBound> read_number_bound(TableReader& table, const std::string& of, const std::string& name) {
  const auto* node = table.find(name);
  const auto* bound = node ? node->as_table() : nullptr;
  if (!bound) {
    if (node) table.fail(name, description(*node), "{ is = NUMBER, within = NUMBER } or { error = NUMBER }");
    return std::nullopt;
  }
  constexpr Range at_least_0{0, std::numeric_limits<double>::max(), false, "a number >= 0"};
  TableReader reader(table.context(), *bound, table.key_path(name));
  NumberBound result{of, name, reader.number("is"), reader.number_or("within", 0, at_least_0),
                     reader.number("error", at_least_0)};
  if (result.is && !reader.has("within")) reader.missing("within", "the largest distance from `is`");
  if (!result.is && reader.has("within")) reader.missing("is", "the value that the number must have");
  reader.finish();
  return result;
}

/// Bounds on the numbers of one table.
void read_number_bounds(TableReader& verify, const std::string& of, std::vector<NumberBound>& bounds) {
  const auto* node = verify.find(of);
  if (!node) return;
  const auto* numbers = node->as_table();
  if (!numbers)
    return verify.fail(of, description(*node), "a table of numbers, e.g. { mean_x = { is = 0.0, within = 1e-6 } }");
  TableReader reader(verify.context(), *numbers, verify.key_path(of));
  for (const auto& [name, value] : *numbers)
    if (auto bound = read_number_bound(reader, of, std::string(name.str()))) bounds.push_back(std::move(*bound));
}

}  // namespace

Verification read_verification(TableReader& table) {
  Verification verification{.metrics = table.context().reading.added.metrics};
  constexpr Range rate{0, 1 - 0x1p-53, true, "a number above 0 and below 1"};
  verification.false_alarm = table.number_or("false_alarm", verification.false_alarm, rate);
  for (const auto& [comparison, word] : EnumNames<Comparison>::all) {
    const std::string name(word);
    const auto* node = table.find(name);
    if (!node) continue;
    if (const auto* bounds = node->as_table()) {
      TableReader reader(table.context(), *bounds, table.key_path(name));
      verification.bounds.emplace(comparison, read_bounds(reader));
    } else {
      table.fail(name, description(*node), "a table of bounds, e.g. { tv = 1e-2 }");
    }
  }
  for (const char* of : number_tables) read_number_bounds(table, of, verification.numbers);
  table.finish();
  Issues issues;
  check_bounds(verification, issues);
  add_issues(table.context(), issues.all());
  return verification;
}

}  // namespace fokker::io
