// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "view/raster.hpp"

namespace fokker::view {

/// x, y, and the arrow's lengths along both.
using Arrows = std::vector<double>;

struct MapPanel {
  Raster raster;  ///< without values: nothing was computed there
  Arrows arrows = {};
};

struct MapRow {
  std::string label;
  std::vector<MapPanel> panels;  ///< one per column
};

/// Rows with the same axes and one colour scale.
struct MapGroup {
  std::string x_label, y_label;
  std::vector<MapRow> rows;
  Range colours;
  std::string meaning;  ///< of the colours
  const char* palette = viridis;
  bool log = false;
};

/// Heat maps, one column per time.
struct MapFigure {
  std::string title;
  std::vector<std::string> columns;  ///< their titles
  std::vector<MapGroup> groups;
};

std::string drawn(const std::vector<MapFigure>& pages, const FigureOptions& options, FigureFormat format,
                  double seconds_per_page = 0);

}  // namespace fokker::view
