// Densities and their differences as heat maps.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "view/planes.hpp"

namespace fokker::view {
namespace {

constexpr double decades = 1e-6;  // of a logarithmic scale of colours, below its top

using Rows = std::vector<std::size_t>;

double largest(const MapRow& row) {
  double value = 0;
  for (const MapPanel& panel : row.panels)
    for (const float x : panel.raster.values)
      if (std::isfinite(x)) value = std::max(value, std::abs(static_cast<double>(x)));
  return value;
}

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

struct Pair {
  std::string label;
  Series first, second;
};

/// What the verification compares on the grid, and particles with the density that they must match.
std::vector<Pair> pairs_of(const std::vector<Series>& series) {
  std::vector<Pair> pairs;
  const auto add = [&](const Series& one, const Series& other) {
    pairs.push_back({one.label + " − " + other.label, one, other});
  };
  for (const Series& one : series) {
    if (one.role == Role::reversed || one.role == Role::particles) add(one, series.front());
    if (one.role == Role::exact) add(series.front(), one);
    if (one.role != Role::particles_reversed) continue;
    for (const Series& other : series)
      if (other.role == Role::reversed && other.partner == one.partner) add(one, other);
  }
  return pairs;
}

}  // namespace

MapFigure density_maps(const Result& snapshots, const Rows& rows, bool log) {
  const Evidence& evidence = snapshots.evidence;
  const auto series = but_exact(evidence);
  MapFigure figure{snapshots.title, time_titles(evidence, rows), {}};
  for (const Plane& plane : planes_of(evidence, rows, log)) {
    MapGroup group = group_of(evidence, plane);
    group.meaning = fmt::format("density {}", plane_text(evidence.grid, plane));
    for (const Series& one : series) group.rows.push_back(row_of(evidence, plane, one, rows));
    scale_colours(group, series, log);
    figure.groups.push_back(std::move(group));
  }
  return figure;
}

MapFigure difference_maps(const Result& snapshots, const Rows& rows) {
  const Evidence& evidence = snapshots.evidence;
  const auto pairs = pairs_of(series_of(evidence));
  if (pairs.empty())
    throw Error(Fault::usage, "--what difference: the file holds the forward density alone",
                "a run with a [[reverse]] or [particles], or one whose density is known", "--what density");
  MapFigure figure{snapshots.title, time_titles(evidence, rows), {}};
  for (const Plane& plane : planes_of(evidence, rows, false))
    for (const Pair& pair : pairs) {
      MapGroup group = group_of(evidence, plane);
      MapRow row{pair.label, {}};
      for (const auto k : rows) {
        const Array one = pair.first.density(k), other = pair.second.density(k);
        const bool there = one.size() > 0 && other.size() > 0;
        row.panels.push_back({picture(evidence.grid, plane, there ? Array(one - other) : Array())});
      }
      const double top = largest(row);
      group.colours = {top > 0 ? -top : -1, top > 0 ? top : 1};
      group.palette = diverging;
      group.meaning = fmt::format("difference {}", plane_text(evidence.grid, plane));
      group.rows.push_back(std::move(row));
      figure.groups.push_back(std::move(group));
    }
  return figure;
}

std::vector<MapFigure> density_map_film(const Result& snapshots, const Rows& rows, bool log) {
  const Evidence& evidence = snapshots.evidence;
  MapFigure all = density_maps(snapshots, rows, log);
  const auto series = but_exact(evidence);
  const bool returns = std::any_of(series.begin(), series.end(), backward);
  std::vector<MapFigure> film;
  // planes side by side would have axes of their own: rows are planes, columns the solutions of one way
  const auto add = [&](std::size_t i, bool back) {
    MapFigure page{fmt::format("{}, {}: {}", back ? "reversed" : "forward", all.columns[i], snapshots.title), {}, {}};
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
  for (std::size_t i = 0; i < rows.size(); ++i) add(i, false);
  if (returns)
    for (std::size_t i = rows.size(); i-- > 0;) add(i, true);
  return film;
}

}  // namespace fokker::view
