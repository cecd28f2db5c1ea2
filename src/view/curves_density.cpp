// Densities over one axis.
#include <fmt/format.h>

#include <algorithm>

#include "view/one_axis.hpp"

namespace fokker::view {
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

}  // namespace

CurveFigure density_curves(const Result& snapshots, const std::vector<std::size_t>& rows, bool log) {
  const Evidence& evidence = snapshots.evidence;
  const auto series = series_of(evidence);
  const auto ranges = ranges_of(evidence, rows, log);
  CurveFigure figure{snapshots.title, {}, legend_of(series), {}};
  for (std::size_t i = 0; i < rows.size(); ++i)
    figure.panels.push_back(density_panel(evidence, series, rows[i], ranges[i], log));
  return figure;
}

std::vector<CurveFigure> density_film(const Result& snapshots, const std::vector<std::size_t>& rows, bool log) {
  const Evidence& evidence = snapshots.evidence;
  std::vector<Series> there, back;
  for (const Series& series : series_of(evidence)) {
    if (series.role == Role::exact) continue;  // .gif knows no dashes: it would hide the others
    if (!backward(series)) there.push_back(series);
    if (backward(series) || series.role == Role::forward) back.push_back(series);
  }
  const CurveFigure all = density_curves(snapshots, rows, log);
  double top = 0;
  for (const CurvePanel& panel : all.panels) top = std::max(top, panel.y->high);
  std::vector<LegendEntry> legend;
  for (const LegendEntry& entry : all.legend)
    if (entry.label != "exact") legend.push_back(entry);
  std::vector<CurveFigure> film;
  const auto add = [&](const std::vector<Series>& series, std::size_t i, const char* way) {
    CurvePanel panel = density_panel(evidence, series, rows[i], *all.panels[i].x, log);
    panel.title = fmt::format("{}, {}", way, panel.title);
    if (evidence.frames.empty()) panel.y->high = top;
    film.push_back({snapshots.title, {panel}, legend, {}});
  };
  for (std::size_t i = 0; i < rows.size(); ++i) add(there, i, "forward");
  if (back.size() > 1)
    for (std::size_t i = rows.size(); i-- > 0;) add(back, i, "reversed");
  return film;
}

}  // namespace fokker::view
