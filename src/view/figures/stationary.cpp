// SPDX-License-Identifier: MIT
// Stationary densities: of the process, and of one that starts again.
#include "view/cell_fields.hpp"
#include "view/figure_entry.hpp"

namespace fokker {
namespace view {
namespace {

std::vector<CellField> stationary_fields(const Result& result) {
  std::vector<CellField> fields;
  const auto& found = result.generator;
  if (found && found->stationary) fields.push_back({"stationary density", found->stationary->density});
  if (found && found->reset) fields.push_back({"stationary density, reset", found->reset->density});
  return require_fields(fields, "stationary", "[stationary] or [reset]");
}

CurveFigure stationary_curves(const FigureInput& input) {
  return field_panels(input.result, stationary_fields(input.result));
}

MapFigure stationary_maps(const FigureInput& input) {
  return field_map_panels(input.result, stationary_fields(input.result));
}

}  // namespace
}  // namespace view

FigureEntry stationary_figure() {
  return {.rank = 80,
          .name = "stationary",
          .shows = "stationary densities",
          .most_axes = 2,
          .all_times = true,
          .curves = view::stationary_curves,
          .maps = view::stationary_maps};
}

}  // namespace fokker
