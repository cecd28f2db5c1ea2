// SPDX-License-Identifier: MIT
#include "io/toml/axis_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace fokker::io {
namespace {

constexpr std::int64_t cell_limit = (std::int64_t{1} << 31) - 1;

enum class Cells { uniform, geometric, sinh, power };
const std::vector<std::pair<std::string, Cells>> cell_spacings = {
    {"uniform", Cells::uniform}, {"geometric", Cells::geometric}, {"sinh", Cells::sinh}, {"power", Cells::power}};

Boundaries read_boundaries(TableReader& table) {
  const auto* node = table.find("boundary");
  if (!node || !node->is_array()) {
    const Boundary both = table.choice("boundary", Boundary::reflecting);
    return {both, both};
  }
  const auto names = table.strings("boundary");
  std::vector<Boundary> boundaries;
  for (const auto& name : names) {
    if (const auto boundary = from_name<Boundary>(name))
      boundaries.push_back(*boundary);
    else
      table.fail_choice("boundary", name, {"reflecting", "absorbing", "periodic"});
  }
  if (node->as_array()->size() != 2)
    table.fail("boundary", description(*node), "one word, or two: the lower and the upper boundary");
  if (boundaries.size() != 2) return {};
  if ((boundaries[0] == Boundary::periodic) != (boundaries[1] == Boundary::periodic))
    table.fail("boundary", "one periodic boundary", "both boundaries periodic, or none");
  return {boundaries[0], boundaries[1]};
}

/// Keys of an axis with spacing.
struct Spaced {
  double min, max;
  Eigen::Index cells;
  Cells spacing;
  double centre, width, power;
};

bool check_ends(TableReader& table, const Spaced& range) {
  if (!(range.min < range.max)) {
    table.fail("max", fmt::format("{}", range.max), fmt::format("more than {} = {}", table.key_path("min"), range.min));
    return false;
  }
  if (range.spacing == Cells::geometric && !(range.min > 0)) {
    table.fail("min", fmt::format("{} of a geometric axis", range.min), "a number > 0",
               "a small one, or spacing = \"sinh\"");
    return false;
  }
  if (range.spacing != Cells::uniform) return true;
  const double width = (range.max - range.min) / static_cast<double>(range.cells);
  const double end = std::max(std::abs(range.min), std::abs(range.max));
  const double limit = 4 * (std::nextafter(end, std::numeric_limits<double>::infinity()) - end);
  if (width >= limit && std::isfinite(range.max - range.min)) return true;
  table.fail("cells", fmt::format("cells of width {} on [{}, {}]", width, range.min, range.max),
             fmt::format("a width of at least {}, 4 units in the last place", limit));
  return false;
}

std::function<Axis()> builder(const std::string& name, const Spaced& range, const Boundaries& boundaries) {
  return [=] {
    if (range.spacing == Cells::geometric) return geometric_axis(name, range.min, range.max, range.cells, boundaries);
    if (range.spacing == Cells::sinh)
      return sinh_axis(name, range.min, range.max, range.cells, {range.centre, range.width, boundaries});
    if (range.spacing == Cells::power)
      return power_axis(name, range.min, range.max, range.cells, {range.power, boundaries});
    return uniform_axis(name, range.min, range.max, range.cells, boundaries);
  };
}

/// Numbers of one spacing alone.
struct SpacingKeys {
  std::optional<double> centre, width, power;
};

SpacingKeys read_spacing_keys(TableReader& table, Cells spacing) {
  const SpacingKeys keys{table.number("centre"), table.number("width", positive),
                         table.number("power", {1, std::numeric_limits<double>::max(), false, "a number >= 1"})};
  for (const auto* key : {"centre", "width", "power"}) {
    const bool of_sinh = std::string_view(key) != "power";
    const Cells owner = of_sinh ? Cells::sinh : Cells::power;
    if (spacing != owner && table.has(key))
      table.fail(key, fmt::format("a {} of an axis that is not \"{}\"", key, of_sinh ? "sinh" : "power"),
                 fmt::format("beside spacing = \"{}\" alone", of_sinh ? "sinh" : "power"));
    else if (spacing == Cells::sinh && of_sinh && !table.has(key))
      table.missing(key,
                    "a number: cells are finest at 'centre', "
                    "within 'width' of it");
  }
  return keys;
}

/// min, max, cells, spacing, with sinh centre and width, with power its exponent.
void read_spaced(TableReader& table, const Boundaries& boundaries, AxisTable& axis) {
  const auto min = table.number("min");
  const auto max = table.number("max");
  auto cells = table.integer("cells", 2, cell_limit);
  for (const auto* key : {"min", "max"})
    if (!table.has(key))
      table.missing(key, table.context().target ? "a number: it is found for laws of points and Gaussians, on uniform "
                                                  "axes without 'boundary' and without a frame"
                                                : "a number");
  if (!table.has("cells") && table.context().target)
    cells = table.context().dimension < 3 ? 32 : table.context().dimension == 3 ? 24 : 12;
  else if (!table.has("cells"))
    table.missing("cells", fmt::format("an integer from 2 to {}", cell_limit));
  const Cells spacing = table.choice("spacing", Cells::uniform, cell_spacings);
  const auto [centre, width, power] = read_spacing_keys(table, spacing);
  if (!min || !max || !cells || (spacing == Cells::sinh && !(centre && width))) return;
  const Spaced range{*min, *max, *cells, spacing, centre.value_or(0), width.value_or(1), power.value_or(2)};
  axis.cells = range.cells;
  if (check_ends(table, range)) axis.build = builder(axis.name, range, boundaries);
}

void read_listed(TableReader& table, const Boundaries& boundaries, AxisTable& axis) {
  for (const auto* key : {"min", "max", "cells", "spacing", "centre", "width", "power"})
    if (table.has(key)) table.fail(key, fmt::format("'{}' beside a list of edges", key), "one of them");
  const auto edges = table.numbers("edges");
  if (!edges) return;
  const auto& list = *table.find("edges")->as_array();
  if (edges->size() < 3) return table.fail("edges", description(list), "at least 3 numbers, for 2 cells");
  for (std::size_t i = 1; i < edges->size(); ++i)
    if (!((*edges)[i - 1] < (*edges)[i]))
      return table.fail_at(list[i], fmt::format("{}[{}]", table.key_path("edges"), i), fmt::format("{}", (*edges)[i]),
                           fmt::format("more than the edge before it, {}", (*edges)[i - 1]));
  axis.cells = static_cast<Eigen::Index>(edges->size()) - 1;
  axis.build = [name = axis.name, edges = *edges, boundaries] {
    return listed_axis(name, Eigen::Map<const Array>(edges.data(), static_cast<Eigen::Index>(edges.size())),
                       boundaries);
  };
}

}  // namespace

AxisTable read_cells(TableReader& table, const std::string& name) {
  AxisTable axis{name, 2, {}};
  const Boundaries boundaries = read_boundaries(table);
  if (table.has("edges"))
    read_listed(table, boundaries, axis);
  else
    read_spaced(table, boundaries, axis);
  return axis;
}

}  // namespace fokker::io
