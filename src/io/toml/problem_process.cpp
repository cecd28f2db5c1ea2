// SPDX-License-Identifier: MIT
#include "io/toml/kinds.hpp"
#include "io/toml/parameter_values.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {

std::optional<Process> read_process(TableReader& table) {
  Kinds<Process> kinds;
  const auto add = [&](const ProcessKind& kind) {
    kinds.emplace_back(kind.name, [&kind](TableReader& keys) -> std::optional<Process> {
      auto values = read_parameters(keys, kind.parameters);
      if (!values) return std::nullopt;
      return make_process(kind, keys.context().dimension, std::move(*values));
    });
  };
  for (const ProcessKind& kind : process_kind_entries()) add(kind);
  for (const ProcessKind& kind : table.context().reading.added.processes) add(kind);
  return read_kind(table, kinds, true);
}

}  // namespace fokker::io
