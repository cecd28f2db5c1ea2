// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker::io {

/// The kinds that a table may be of, each with the function that reads its keys.
template <class Value>
using Kinds = std::vector<std::pair<std::string, std::function<std::optional<Value>(TableReader&)>>>;

/// Reads a table by its key `kind`. What the library refuses is reported at the key that it names, else at `kind`.
/// @param finish  report unknown keys once the kind's own are read; false where its reader does
template <class Value>
std::optional<Value> read_kind(TableReader& table, const Kinds<Value>& kinds, bool finish) {
  std::vector<std::string> names;
  for (const auto& [name, reader] : kinds) names.push_back(name);
  if (!table.has("kind")) {
    table.missing("kind", quoted_list(names));
    return std::nullopt;
  }
  const auto kind = table.string("kind");
  if (!kind) return std::nullopt;
  for (const auto& [name, reader] : kinds) {
    if (name != *kind) continue;
    try {
      auto value = reader(table);
      if (finish) table.finish();
      return value;
    } catch (const Error& error) {
      const Diagnostic& first = error.diagnostics().front();
      table.fail(first.key.empty() ? "kind" : first.key, first.found, first.legal, first.advice);
      if (finish) table.finish();
      return std::nullopt;
    }
  }
  table.fail_choice("kind", *kind, names);
  return std::nullopt;
}

}  // namespace fokker::io
