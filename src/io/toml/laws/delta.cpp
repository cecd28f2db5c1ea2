// SPDX-License-Identifier: MIT
#include "io/toml/law_entry.hpp"

namespace fokker {
namespace io {
namespace {

std::optional<Law> read_delta(TableReader& table) {
  std::optional<Vector> at;
  if (const auto* node = table.find("at"))
    at = table.point_of(*node, table.key_path("at"));
  else
    table.missing("at", "one number per axis");
  table.finish();
  if (!at) return std::nullopt;
  const auto d = at->size();
  return GaussianMixture({1.0}, {*at}, {Matrix::Zero(d, d)});
}

}  // namespace
}  // namespace io

io::LawEntry delta_law() {
  return {.rank = 40,
          .name = "delta",
          .law = "a point mass",
          .keys = {{"at", "number (one axis), or list per axis", "-", "required", "where it is"}},
          .read = io::read_delta};
}

}  // namespace fokker
