// SPDX-License-Identifier: MIT
#include "view/raster.hpp"

#include <algorithm>
#include <cmath>

namespace fokker::view {
namespace {

constexpr double seen_share = 1e-3;
constexpr Eigen::Index most_points = 512;
constexpr double equal_widths = 1e-9;  // relative; rounding of the edges

bool drawn_as_they_are(const Axis& axis, const Window& window) {
  const Eigen::Index count = window.last - window.first + 1;
  const Array widths = axis.widths().segment(window.first, count);
  return count <= most_points && widths.maxCoeff() - widths.minCoeff() <= equal_widths * widths.maxCoeff();
}

/// Share of each cell in each of the equal points of the window; points x cells.
Matrix shares(const Axis& axis, const Window& window) {
  const Eigen::Index cells = window.last - window.first + 1;
  if (drawn_as_they_are(axis, window)) return Matrix::Identity(cells, cells);
  const Range range = window.range(axis);
  const double width = (range.high - range.low) / static_cast<double>(most_points);
  Matrix share = Matrix::Zero(most_points, cells);
  for (Eigen::Index i = 0; i < cells; ++i) {
    const double lower = (axis.edges[window.first + i] - range.low) / width;
    const double upper = (axis.edges[window.first + i + 1] - range.low) / width;
    const auto end = std::min(most_points, static_cast<Eigen::Index>(std::ceil(upper)));
    for (auto point = static_cast<Eigen::Index>(std::max(0.0, std::floor(lower))); point < end; ++point) {
      const auto at = static_cast<double>(point);
      share(point, i) = std::max(0.0, std::min(upper, at + 1) - std::max(lower, at));
    }
  }
  return share;
}

}  // namespace

Window visible_window(const Grid& grid, const Array& density, int k) {
  const Array along = axis_masses(grid, density, k) / grid.axis(k).widths();
  const double threshold = seen_share * along.maxCoeff();
  Window window{0, along.size() - 1};
  while (window.first < window.last && !(along[window.first] >= threshold)) ++window.first;
  while (window.last > window.first && !(along[window.last] >= threshold)) --window.last;
  const Eigen::Index room = (window.last - window.first) / 20 + 1;
  return {std::max<Eigen::Index>(0, window.first - room), std::min(along.size() - 1, window.last + room)};
}

Window united(const Window& one, const Window& other) {
  return {std::min(one.first, other.first), std::max(one.last, other.last)};
}

Raster raster(const Axis& x, const Axis& y, const Array& density, const Window& across, const Window& up) {
  const Eigen::Map<const Matrix> all(density.data(), y.cells(), x.cells());
  const auto part = all.block(up.first, across.first, up.last - up.first + 1, across.last - across.first + 1);
  const bool plain = drawn_as_they_are(x, across) && drawn_as_they_are(y, up);
  const Matrix picture = plain ? Matrix(part) : Matrix(shares(y, up) * part * shares(x, across).transpose());
  Raster result{across.range(x), up.range(y), picture.cols(), picture.rows(), {}};
  result.values.resize(static_cast<std::size_t>(picture.size()));
  Eigen::Map<Eigen::MatrixXf>(result.values.data(), picture.cols(), picture.rows()) = picture.transpose().cast<float>();
  return result;
}

}  // namespace fokker::view
