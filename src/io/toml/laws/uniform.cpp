// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "io/toml/law_entry.hpp"

namespace fokker {
namespace io {
namespace {

std::optional<Law> read_uniform(TableReader& table) {
  const auto lower = table.per_axis("min");
  const auto upper = table.per_axis("max");
  for (const auto* key : {"min", "max"})
    if (!table.has(key)) table.missing(key, "one number, or one per axis");
  table.finish();
  if (!lower || !upper) return std::nullopt;
  for (Eigen::Index k = 0; k < lower->size(); ++k)
    if (!((*lower)[k] < (*upper)[k])) {
      table.fail("max", fmt::format("{} along axis {}", (*upper)[k], k + 1),
                 fmt::format("more than {} = {}", table.key_path("min"), (*lower)[k]));
      return std::nullopt;
    }
  return uniform_law(*lower, *upper);
}

}  // namespace
}  // namespace io

io::LawEntry uniform_law() {
  return {.rank = 50,
          .name = "uniform",
          .law = "uniform in a box",
          .keys = {{"min", "number, or list per axis", "-", "required", "lower end"},
                   {"max", "number, or list per axis", "> min", "required", "upper end"}},
          .read = io::read_uniform};
}

}  // namespace fokker
