// SPDX-License-Identifier: MIT
// Densities: curves over one axis, heat maps of two or of the marginals of pairs of more.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/figure_entry.hpp"
#include "view/one_axis.hpp"
#include "view/planes.hpp"

namespace fokker {
namespace view {
namespace {

constexpr double least_log = 1e-8;

double highest(const std::vector<double>& points) {
  double value = 0;
  for (std::size_t i = 1; i < points.size(); i += 2) value = std::max(value, points[i]);
  return value;
}

std::vector<double> density_points(const Evidence& evidence, const Series& series, std::size_t k) {
  const Array density = series.density(k) * per_space(evidence, k);
  if (density.size() == 0) return {};
  const Array edges = edges_in_space(evidence, k);
  return of_particles(series) ? bars(edges, density, visible_range(evidence, k))
                              : points_of(centres_of(edges), density);
}

/// What is drawn first lies below.
std::vector<Series> in_drawing_order(std::vector<Series> series) {
  const auto layer = [](const Series& one) {
    return one.role == Role::particles ? 0 : one.role == Role::particles_reversed ? 2 : 1;
  };
  std::stable_sort(series.begin(), series.end(), [&](const Series& a, const Series& b) { return layer(a) < layer(b); });
  return series;
}

CurvePanel density_panel(const Evidence& evidence, const std::vector<Series>& series, std::size_t k, const Range& range,
                         bool log) {
  CurvePanel panel{time_text(evidence.times[k]), evidence.grid.axis(0).name, "density", {}, range, {}, log};
  double top = 0;
  for (const Series& one : in_drawing_order(series)) {
    Curve curve{density_points(evidence, one, k), line_style(one)};
    top = std::max(top, highest(curve.points));
    if (log && one.role == Role::particles) curve.style = "with lines linewidth 1 linecolor '#8fa3b0'";
    panel.curves.push_back(std::move(curve));
  }
  panel.log_y = log && top > 0;  // all may have left through a boundary
  panel.y = panel.log_y ? Range{least_log * top, 3 * top} : Range{0, top > 0 ? 1.06 * top : 1};
  return panel;
}

CurveFigure density_curves(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  const auto series = series_of(evidence);
  const auto ranges = ranges_of(evidence, input.rows, input.log);
  CurveFigure figure{input.result.title, {}, legend_of(series), {}};
  for (std::size_t i = 0; i < input.rows.size(); ++i)
    figure.panels.push_back(density_panel(evidence, series, input.rows[i], ranges[i], input.log));
  return figure;
}

std::vector<CurveFigure> density_film(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  std::vector<Series> there, back;
  for (const Series& series : series_of(evidence)) {
    if (series.role == Role::exact) continue;  // .gif has no dashes: it would hide the others
    if (!backward(series)) there.push_back(series);
    if (backward(series) || series.role == Role::forward) back.push_back(series);
  }
  const CurveFigure all = density_curves(input);
  double top = 0;
  for (const CurvePanel& panel : all.panels) top = std::max(top, panel.y->high);
  std::vector<LegendEntry> legend;
  for (const LegendEntry& entry : all.legend)
    if (entry.label != "exact") legend.push_back(entry);
  std::vector<CurveFigure> film;
  const auto add = [&](const std::vector<Series>& series, std::size_t i, const char* way) {
    CurvePanel panel = density_panel(evidence, series, input.rows[i], *all.panels[i].x, input.log);
    panel.title = fmt::format("{}, {}", way, panel.title);
    if (evidence.frames.empty()) panel.y->high = top;
    film.push_back({input.result.title, {panel}, legend, {}});
  };
  for (std::size_t i = 0; i < input.rows.size(); ++i) add(there, i, "forward");
  if (back.size() > 1)
    for (std::size_t i = input.rows.size(); i-- > 0;) add(back, i, "reversed");
  return film;
}

constexpr double decades = 1e-6;  // of a logarithmic scale of colours, below its top

MapRow row_of(const Evidence& evidence, const Plane& plane, const Series& series, const Rows& rows) {
  MapRow row{series.label, {}};
  for (const auto k : rows) row.panels.push_back({picture(evidence.grid, plane, series.density(k))});
  return row;
}

/// One scale for all rows, up to the largest density on the grid; what counting adds to it lies above.
void scale_colours(MapGroup& group, const std::vector<Series>& series, bool log) {
  double top = 0;
  for (std::size_t i = 0; i < group.rows.size(); ++i)
    if (!of_particles(series[i])) top = std::max(top, largest(group.rows[i]));
  group.colours = {log ? decades * top : 0, top > 0 ? top : 1};
  group.log = log && top > 0;
  if (!group.log) return;
  const auto bottom = static_cast<float>(group.colours.low);
  for (MapRow& row : group.rows)
    for (MapPanel& panel : row.panels)
      for (float& x : panel.raster.values) x = std::max(x, bottom);  // darkest, as what lies below the scale
}

std::vector<Series> but_exact(const Evidence& evidence) {
  auto series = series_of(evidence);
  std::erase_if(series, [](const Series& one) { return one.role == Role::exact; });
  return series;
}

MapFigure density_maps(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  const auto series = but_exact(evidence);
  MapFigure figure{input.result.title, time_titles(evidence, input.rows), {}};
  for (const Plane& plane : planes_of(evidence, input.rows, input.log)) {
    MapGroup group = group_of(evidence, plane);
    group.meaning = fmt::format("density {}", plane_text(evidence.grid, plane));
    for (const Series& one : series) group.rows.push_back(row_of(evidence, plane, one, input.rows));
    scale_colours(group, series, input.log);
    figure.groups.push_back(std::move(group));
  }
  return figure;
}

std::vector<MapFigure> density_map_film(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  MapFigure all = density_maps(input);
  const auto series = but_exact(evidence);
  const bool returns = std::any_of(series.begin(), series.end(), backward);
  std::vector<MapFigure> film;
  // planes side by side would have axes of their own: rows are planes, columns the solutions of one way
  const auto add = [&](std::size_t i, bool back) {
    MapFigure page{
        fmt::format("{}, {}: {}", back ? "reversed" : "forward", all.columns[i], input.result.title), {}, {}};
    for (const MapGroup& group : all.groups) {
      MapGroup here = group;
      here.rows = {MapRow{}};
      page.columns.clear();
      for (std::size_t s = 0; s < series.size(); ++s) {
        if (backward(series[s]) != back) continue;
        here.rows[0].panels.push_back(group.rows[s].panels[i]);
        page.columns.push_back(series[s].label);
      }
      page.groups.push_back(std::move(here));
    }
    film.push_back(std::move(page));
  };
  for (std::size_t i = 0; i < input.rows.size(); ++i) add(i, false);
  if (returns)
    for (std::size_t i = input.rows.size(); i-- > 0;) add(i, true);
  return film;
}

}  // namespace
}  // namespace view

FigureEntry density_figure() {
  return {.rank = 10,
          .name = "density",
          .shows = "of every solution, on more than two axes the marginals of pairs of axes",
          .logarithmic = true,
          .curves = view::density_curves,
          .maps = view::density_maps,
          .film_of_curves = view::density_film,
          .film_of_maps = view::density_map_film};
}

}  // namespace fokker
