// SPDX-License-Identifier: MIT
// Errors of stated scores over space and time.
#include <algorithm>

#include "view/figure_entry.hpp"
#include "view/score_lattice.hpp"

namespace fokker {
namespace view {
namespace {

/// One row per score: over x and t of one axis, at some times of two.
MapRow error_row(const ScoreError& error, const std::vector<std::size_t>& times, bool line) {
  const ScoreMaps& maps = error.maps;
  MapRow row{error.name, {}};
  std::vector<Array> values;
  for (std::size_t k = 0; k < maps.times.size(); ++k) values.push_back(weighted_error(maps, k));
  if (line)
    row.panels.push_back({time_raster(maps, values)});
  else
    for (const std::size_t k : times) row.panels.push_back({lattice_raster(maps, values[k])});
  return row;
}

/// Six decades below the largest value; what is less has the colour of the lowest.
void scale_logarithmic(MapGroup& group) {
  group.log = group.colours.high > 0;
  if (!group.log) group.colours.high = 1;
  if (group.log) group.colours.low = 1e-6 * group.colours.high;
  for (MapRow& row : group.rows)
    for (MapPanel& panel : row.panels)
      for (float& value : panel.raster.values) value = std::max(value, static_cast<float>(group.colours.low));
}

MapFigure score_error_maps(const FigureInput& input) {
  const auto scores = examined_scores(input.result.scores, "score-error");
  const Grid& grid = input.result.evidence.grid;
  const bool line = grid.dimension() == 1;
  const auto times = chosen_maps(scores.front()->maps, 5);
  MapFigure figure{input.result.title, {}, {}};
  if (line) figure.columns.emplace_back("from time.start to time.end");
  for (std::size_t i = 0; !line && i < times.size(); ++i)
    figure.columns.push_back(time_text(scores.front()->maps.times[times[i]]));
  MapGroup group{grid.axis(0).name, line ? std::string("t") : grid.axis(1).name, {}, {}, {}};
  group.meaning = "density times |error|^2";
  for (const ScoreError* error : scores) group.rows.push_back(error_row(*error, times, line));
  for (const MapRow& row : group.rows)
    for (const MapPanel& panel : row.panels)
      group.colours.high = std::max<double>(group.colours.high,
                                            *std::max_element(panel.raster.values.begin(), panel.raster.values.end()));
  scale_logarithmic(group);
  figure.groups.push_back(std::move(group));
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry score_error_figure() {
  return {.rank = 22,
          .name = "score-error",
          .shows = "errors of stated scores",
          .most_axes = 2,
          .all_times = true,
          .curves = {},
          .maps = view::score_error_maps};
}

}  // namespace fokker
