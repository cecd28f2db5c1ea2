// SPDX-License-Identifier: MIT
// A density known in closed form.
#include "io/toml/problem_tables.hpp"

namespace fokker::io {

std::optional<KnownDensity> read_exact(TableReader& table) {
  if (!table.has("density")) table.missing("density", "a formula in the axes and t");
  auto density = table.expression("density");
  table.finish();
  if (!density) return std::nullopt;
  return KnownDensity{*std::move(density)};
}

}  // namespace fokker::io
