// SPDX-License-Identifier: MIT
#include "io/toml/kinds.hpp"
#include "io/toml/law_entry.hpp"
#include "io/toml/parameter_values.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {

Matrix covariance_of(const Vector& deviations) { return deviations.array().square().matrix().asDiagonal(); }

std::optional<Law> read_law(TableReader& table) {
  Kinds<Law> kinds;
  for (const LawEntry& entry : law_entries()) kinds.emplace_back(entry.name, entry.read);
  for (const LawKind& kind : table.context().reading.added.laws)
    kinds.emplace_back(kind.name, [&kind](TableReader& keys) -> std::optional<Law> {
      auto values = read_parameters(keys, kind.parameters);
      keys.finish();
      if (!values) return std::nullopt;
      return kind.make(Parameters(kind.parameters, keys.context().dimension, std::move(*values)));
    });
  return read_kind(table, kinds, false);
}

}  // namespace fokker::io
