// SPDX-License-Identifier: MIT
// True and stated scores side by side.
#include <algorithm>

#include "view/figure_entry.hpp"
#include "view/score_lattice.hpp"

namespace fokker {
namespace view {
namespace {

const char* const true_style = "with lines linewidth 3 linecolor '#b0b0b0'";
const char* const stated_styles[] = {"with lines linewidth 1.5 linecolor '#0072b2'",
                                     "with lines linewidth 1.5 linecolor '#d55e00'",
                                     "with lines linewidth 1.5 linecolor '#009e73'"};

std::string style_of_score(std::size_t number) { return stated_styles[number % 3]; }

/// The score of one axis where the true density is seen.
Curve score_curve(const ScoreMaps& maps, std::size_t k, const Points& field, const std::string& style) {
  Curve curve{{}, style};
  const double least = least_seen(maps, k);
  for (Eigen::Index i = 0; i < field.rows(); ++i)
    if (maps.density[k][i] >= least) curve.points.insert(curve.points.end(), {maps.coordinates[0][i], field(i, 0)});
  return curve;
}

CurveFigure score_field_curves(const FigureInput& input) {
  const auto scores = examined_scores(input.result.scores, "score-fields");
  const ScoreMaps& first = scores.front()->maps;
  CurveFigure figure{input.result.title, {}, {{true_style, "true score"}}, {}, 3};
  for (const std::size_t k : chosen_maps(first, 9)) {
    CurvePanel panel{time_text(first.times[k]), input.result.evidence.grid.axis(0).name, "score", {}, {}, {}};
    panel.curves.push_back(score_curve(first, k, first.truth[k], true_style));
    for (std::size_t i = 0; i < scores.size(); ++i)
      panel.curves.push_back(score_curve(scores[i]->maps, k, scores[i]->maps.stated[k], style_of_score(i)));
    figure.panels.push_back(std::move(panel));
  }
  for (std::size_t i = 0; i < scores.size(); ++i) figure.legend.push_back({style_of_score(i), scores[i]->name});
  return figure;
}

/// @param stated  else the true score
MapRow field_row(const ScoreError& error, const std::vector<std::size_t>& times, bool stated) {
  const ScoreMaps& maps = error.maps;
  MapRow row{stated ? error.name : std::string("true score"), {}};
  for (const std::size_t k : times)
    row.panels.push_back({lattice_raster(maps, maps.density[k]),
                          lattice_arrows(maps, k, stated ? maps.stated[k] : maps.truth[k], longest_score(maps, k))});
  return row;
}

MapFigure score_field_maps(const FigureInput& input) {
  const auto scores = examined_scores(input.result.scores, "score-fields");
  const ScoreMaps& first = scores.front()->maps;
  const Grid& grid = input.result.evidence.grid;
  const auto times = chosen_maps(first, 5);
  MapFigure figure{input.result.title, {}, {}};
  MapGroup group{grid.axis(0).name, grid.axis(1).name, {}, {}, "true density; arrows: score"};
  group.palette = pale;
  for (const std::size_t k : times) {
    figure.columns.push_back(time_text(first.times[k]));
    group.colours.high = std::max(group.colours.high, first.density[k].maxCoeff());
  }
  group.rows.push_back(field_row(*scores.front(), times, false));
  for (const ScoreError* error : scores) group.rows.push_back(field_row(*error, times, true));
  figure.groups.push_back(std::move(group));
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry score_fields_figure() {
  return {.rank = 24,
          .name = "score-fields",
          .shows = "true and stated scores",
          .most_axes = 2,
          .all_times = true,
          .curves = view::score_field_curves,
          .maps = view::score_field_maps};
}

}  // namespace fokker
