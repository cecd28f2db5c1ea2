// SPDX-License-Identifier: MIT
#include "view/planes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fokker::view {

std::vector<Plane> planes_of(const Evidence& evidence, const std::vector<std::size_t>& rows, bool whole) {
  const Grid& grid = evidence.grid;
  std::vector<Window> windows;
  for (int k = 0; k < grid.dimension(); ++k) {
    Window window{0, grid.axis(k).cells() - 1};
    if (!whole) {
      window = visible_window(grid, evidence.forward.densities[rows.front()], k);
      for (const auto row : rows) window = united(window, visible_window(grid, evidence.forward.densities[row], k));
    }
    windows.push_back(window);
  }
  std::vector<Plane> planes;
  for (int a = 0; a < grid.dimension(); ++a)
    for (int b = a + 1; b < grid.dimension(); ++b)
      planes.push_back({a, b, windows[static_cast<std::size_t>(a)], windows[static_cast<std::size_t>(b)]});
  return planes;
}

Raster picture(const Grid& grid, const Plane& plane, const Array& density) {
  if (density.size() == 0) return {};
  const Array shown = grid.dimension() == 2 ? density : pair_density(grid, density, plane.a, plane.b);
  return raster(grid.axis(plane.a), grid.axis(plane.b), shown, plane.across, plane.up);
}

MapGroup group_of(const Evidence& evidence, const Plane& plane) {
  const char* const moving = evidence.frames.empty() ? "" : " (in the frame)";
  return {evidence.grid.axis(plane.a).name + moving, evidence.grid.axis(plane.b).name + moving, {}, {}, ""};
}

std::string plane_text(const Grid& grid, const Plane& plane) {
  if (grid.dimension() == 2) return "";
  return fmt::format("({}, {})", grid.axis(plane.a).name, grid.axis(plane.b).name);
}

double largest(const MapRow& row) {
  double value = 0;
  for (const MapPanel& panel : row.panels)
    for (const float x : panel.raster.values)
      if (std::isfinite(x)) value = std::max(value, std::abs(static_cast<double>(x)));
  return value;
}

std::vector<std::string> time_titles(const Evidence& evidence, const std::vector<std::size_t>& rows) {
  std::vector<std::string> titles;
  for (const auto row : rows) titles.push_back(time_text(evidence.times[row]));
  return titles;
}

}  // namespace fokker::view
