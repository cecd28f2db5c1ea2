// SPDX-License-Identifier: MIT
// Vector fields over two axes: arrows on the density.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/planes.hpp"

namespace fokker::view {
namespace {

constexpr double arrows_along = 14;    // an axis
constexpr double longest_arrow = 1.5;  // in distances between arrows
constexpr double seen = 1e-3;          // of the largest density: arrows stand where there is something

/// Cells at about equal distances along an axis, however wide they are.
std::vector<Eigen::Index> spread(const Axis& axis, const Window& window) {
  const Range range = window.range(axis);
  std::vector<Eigen::Index> cells;
  for (double share = .5 / arrows_along; share < 1; share += 1 / arrows_along) {
    const double x = range.low + share * (range.high - range.low);
    const auto edge = std::upper_bound(axis.edges.begin(), axis.edges.end(), x) - axis.edges.begin();
    const Eigen::Index cell = std::clamp<Eigen::Index>(edge - 1, window.first, window.last);
    if (cells.empty() || cell > cells.back()) cells.push_back(cell);
  }
  return cells;
}

/// The cells that carry an arrow.
std::vector<Eigen::Index> places_of(const Grid& grid, const Plane& plane, const Array& density) {
  const double threshold = seen * density.maxCoeff();
  std::vector<Eigen::Index> places;
  for (const auto i : spread(grid.axis(0), plane.across))
    for (const auto j : spread(grid.axis(1), plane.up))
      if (density[i * grid.stride(0) + j] >= threshold) places.push_back(i * grid.stride(0) + j);
  return places;
}

/// Lengths along the axes as these are drawn, relative to the longest.
Arrows arrows_of(const Grid& grid, const Plane& plane, const Array& density, const Points& field) {
  const Range x = plane.across.range(grid.axis(0)), y = plane.up.range(grid.axis(1));
  const double width = x.high - x.low, height = y.high - y.low;
  const auto places = places_of(grid, plane, density);
  double longest = 0;
  for (const auto cell : places) {
    const double length = std::hypot(field(cell, 0) / width, field(cell, 1) / height);
    if (std::isfinite(length)) longest = std::max(longest, length);
  }
  if (!(longest > 0)) return {};
  const double scale = longest_arrow / (longest * arrows_along);
  const Array across = grid.axis(0).centres(), up = grid.axis(1).centres();
  Arrows arrows;
  for (const auto cell : places) {
    if (!field.row(cell).isFinite().all()) continue;
    const double u = scale * field(cell, 0), v = scale * field(cell, 1);
    arrows.insert(arrows.end(), {across[grid.position(cell, 0)] - u / 2, up[grid.position(cell, 1)] - v / 2, u, v});
  }
  return arrows;
}

}  // namespace

MapFigure field_maps(const Result& snapshots, const std::vector<std::size_t>& rows, const std::string& name,
                     const std::vector<Series>& series, const ArrowField& field) {
  const Evidence& evidence = snapshots.evidence;
  const Plane plane = planes_of(evidence, rows, false).front();
  MapFigure figure{snapshots.title, time_titles(evidence, rows), {group_of(evidence, plane)}};
  MapGroup& group = figure.groups.front();
  group.palette = pale;
  group.meaning = fmt::format("density; arrows: {}", name);
  for (const Series& one : series) {
    MapRow row{one.label, {}};
    for (const auto k : rows) {
      const Array density = one.density(k);
      MapPanel panel{picture(evidence.grid, plane, density)};
      if (density.size() > 0) {
        panel.arrows = arrows_of(evidence.grid, plane, density, field(one, k));
        group.colours.high = std::max(group.colours.high, density.maxCoeff());
      }
      row.panels.push_back(std::move(panel));
    }
    group.rows.push_back(std::move(row));
  }
  return figure;
}

}  // namespace fokker::view
