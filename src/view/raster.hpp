// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"
#include "view/curves.hpp"

namespace fokker::view {

/// Values of a picture's points, those of a row from left to right, rows from the bottom.
struct Raster {
  Range x, y;
  Eigen::Index columns = 0, rows = 0;
  std::vector<float> values;
};

/// Part of an axis, in whole cells.
struct Window {
  Eigen::Index first = 0, last = 0;
  Range range(const Axis& axis) const { return {axis.edges[first], axis.edges[last + 1]}; }
};

/// Cells of axis k where a density of the grid is visible: at least 1e-3 of its largest value along the axis.
Window visible_window(const Grid& grid, const Array& density, int k);
Window united(const Window& one, const Window& other);

/// A density over two axes as a picture: cell averages (those of y fastest) as they are where cells are equal and at
/// most 512 along an axis, else averages over equal points, so that no mass is lost.
Raster raster(const Axis& x, const Axis& y, const Array& density, const Window& across, const Window& up);

}  // namespace fokker::view
