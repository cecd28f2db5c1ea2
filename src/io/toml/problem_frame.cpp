// SPDX-License-Identifier: MIT
// The moving frame of a problem.
#include <fmt/format.h>

#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

std::optional<Frame> read_formulas(TableReader& table) {
  const auto centre = table.expressions_in_time("centre");
  const auto scale = table.expressions_in_time("scale");
  for (const auto* key : {"centre", "scale"})
    if (!table.has(key)) table.missing(key, "a formula in t, or a list with one per axis");
  table.finish();
  return centre && scale ? std::optional(formula_frame(*centre, *scale)) : std::nullopt;
}

}  // namespace

std::optional<Frame> read_frame(TableReader& top, const std::optional<Process>& process,
                                const std::optional<Law>& initial, const std::optional<TimeSpan>& time) {
  const auto* node = top.find("frame");
  if (!node) return std::nullopt;
  if (const auto* table = node->as_table()) {
    TableReader reader(top.context(), *table, "frame");
    return read_formulas(reader);
  }
  const auto kind = node->value<std::string>();
  if (kind != "marginal") {
    top.fail("frame", description(*node), "\"marginal\", or a table [frame] with centre and scale");
    return std::nullopt;
  }
  if (!process || !initial || !time) return std::nullopt;
  if (process->transition && initial->mixture) return marginal_frame(*process, *initial->mixture, time->initial);
  top.fail("frame",
           fmt::format("no exact marginal is known for {}",
                       process->transition ? "this initial law" : fmt::format("'{}'", process->name)),
           "a table [frame] with centre and scale");
  return std::nullopt;
}

}  // namespace fokker::io
