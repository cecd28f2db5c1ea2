// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

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
  table.finish();
  Issues issues;
  check_bounds(verification, issues);
  add_issues(table.context(), issues.all());
  return verification;
}

}  // namespace fokker::io
