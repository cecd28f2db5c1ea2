// SPDX-License-Identifier: MIT
// The slowest modes: functions of the start by which densities relax.
#include <fmt/format.h>

#include <algorithm>

#include "view/cell_fields.hpp"
#include "view/figure_entry.hpp"

namespace fokker {
namespace view {
namespace {

constexpr std::size_t most_modes = 6;

std::vector<CellField> mode_fields(const Result& result) {
  std::vector<CellField> fields;
  if (result.generator && result.generator->spectrum) {
    const std::vector<Mode>& modes = result.generator->spectrum->modes;
    const std::size_t first = modes.front().eigenvalue == 0.0 ? 1 : 0;  // that one is 1 everywhere
    for (std::size_t k = first; k < std::min(modes.size(), first + most_modes); ++k)
      fields.push_back({fmt::format("mode {}: rate {:.4g}", k, modes[k].eigenvalue.real()), modes[k].left.real()});
  }
  return require_fields(fields, "modes", "[spectrum]");
}

CurveFigure mode_curves(const FigureInput& input) { return field_panels(input.result, mode_fields(input.result)); }

MapFigure mode_maps(const FigureInput& input) { return field_map_panels(input.result, mode_fields(input.result)); }

}  // namespace
}  // namespace view

FigureEntry modes_figure() {
  return {.rank = 90,
          .name = "modes",
          .shows = "left eigenfunctions of the slowest modes",
          .most_axes = 2,
          .all_times = true,
          .curves = view::mode_curves,
          .maps = view::mode_maps};
}

}  // namespace fokker
