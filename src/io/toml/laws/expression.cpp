// SPDX-License-Identifier: MIT
#include "io/toml/law_entry.hpp"

namespace fokker {
namespace io {
namespace {

std::optional<Law> read_expression(TableReader& table) {
  if (!table.has("density")) table.missing("density", "a formula in the axes, >= 0");
  const auto density = table.expression("density");
  table.finish();
  if (!density) return std::nullopt;
  if (density->depends_on_time()) {
    table.fail("density", "a density that depends on t", "a formula in the axes");
    return std::nullopt;
  }
  return density_law(*density, 0);
}

}  // namespace
}  // namespace io

io::LawEntry expression_law() {
  return {.rank = 60,
          .name = "expression",
          .law = "proportional to a formula in the axes, normalised on the grid",
          .keys = {{"density", "formula", "in the axes, >= 0", "required", "the density up to a factor"}},
          .read = io::read_expression};
}

}  // namespace fokker
