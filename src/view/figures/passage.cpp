// SPDX-License-Identifier: MIT
// First passage as a function of the start, and the committor.
#include "view/cell_fields.hpp"
#include "view/figure_entry.hpp"

namespace fokker {
namespace view {
namespace {

std::vector<CellField> passage_fields(const Result& result) {
  std::vector<CellField> fields;
  if (result.generator && result.generator->passage) {
    const auto& [exits, passage] = *result.generator->passage;
    fields.push_back({"mean first-passage time", passage.moments.front()});
    for (std::size_t e = 0; e < exits.size() && exits.size() > 1; ++e)
      fields.push_back({"probability of " + exits[e], passage.splitting[e]});
  }
  if (result.generator && result.generator->committor)
    fields.push_back({"committor", result.generator->committor->forward});
  return require_fields(fields, "passage", "[first_passage]");
}

CurveFigure passage_curves(const FigureInput& input) {
  return field_panels(input.result, passage_fields(input.result));
}

MapFigure passage_maps(const FigureInput& input) {
  return field_map_panels(input.result, passage_fields(input.result));
}

}  // namespace
}  // namespace view

FigureEntry passage_figure() {
  return {.rank = 100,
          .name = "passage",
          .shows = "first-passage time and probabilities by start",
          .most_axes = 2,
          .all_times = true,
          .curves = view::passage_curves,
          .maps = view::passage_maps};
}

}  // namespace fokker
