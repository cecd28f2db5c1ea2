// SPDX-License-Identifier: MIT
#include "view/report_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fokker::view::html {
namespace {

/// First and last cell of group g.
Window group_at(const Cells& cells, Eigen::Index g) {
  const Eigen::Index first = cells.window.first + g * cells.group;
  return {first, std::min(first + cells.group - 1, cells.window.last)};
}

}  // namespace

Cells grouped(const Window& window, Eigen::Index most) {
  const Eigen::Index cells = window.last - window.first + 1;
  return {window, (cells + most - 1) / most};
}

std::vector<double> edges_of(const Axis& axis, const Cells& cells) {
  std::vector<double> edges;
  for (Eigen::Index g = 0; g < cells.count(); ++g) edges.push_back(axis.edges[group_at(cells, g).first]);
  edges.push_back(axis.edges[cells.window.last + 1]);
  return edges;
}

Array averages(const Axis& axis, const Cells& cells, const Array& density) {
  const Array widths = axis.widths();
  Array result(cells.count());
  for (Eigen::Index g = 0; g < cells.count(); ++g) {
    const Window group = group_at(cells, g);
    const Eigen::Index size = group.last - group.first + 1;
    const auto w = widths.segment(group.first, size);
    result[g] = (density.segment(group.first, size) * w).sum() / w.sum();
  }
  return result;
}

Array averages(const Axis& x, const Cells& across, const Axis& y, const Cells& up, const Array& density) {
  const Array widths = x.widths();
  Array result(across.count() * up.count());
  for (Eigen::Index g = 0; g < across.count(); ++g) {
    const Window group = group_at(across, g);
    Array line = Array::Zero(y.cells());
    double width = 0;
    for (Eigen::Index i = group.first; i <= group.last; ++i) {
      line += widths[i] * density.segment(i * y.cells(), y.cells());
      width += widths[i];
    }
    result.segment(g * up.count(), up.count()) = averages(y, up, line / width);
  }
  return result;
}

Codes coded(const Array& values) {
  constexpr double most = std::numeric_limits<std::uint16_t>::max();
  Codes result;
  result.codes.resize(static_cast<std::size_t>(values.size()), 0);
  if (!values.isFinite().all()) {
    result.largest = std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  result.largest = values.size() > 0 ? std::max(0.0, values.maxCoeff()) : 0;
  if (result.largest == 0) return result;
  for (Eigen::Index i = 0; i < values.size(); ++i)
    result.codes[static_cast<std::size_t>(i)] =
        static_cast<std::uint16_t>(std::lround(most * std::sqrt(std::max(0.0, values[i]) / result.largest)));
  return result;
}

Window shown_window(const Evidence& evidence, int axis) {
  const Grid& grid = evidence.grid;
  Window shown{grid.axis(axis).cells() - 1, 0};
  const auto take = [&](const std::vector<Array>& densities) {
    for (const Array& density : densities)
      if (density.isFinite().all()) shown = united(shown, visible_window(grid, density, axis));
  };
  take(evidence.forward.densities);
  for (const auto& reverse : evidence.reversals) take(reverse.solution.densities);
  if (shown.first > shown.last) return {0, grid.axis(axis).cells() - 1};
  return shown;
}

std::vector<std::size_t> kept_snapshots(std::size_t count, std::size_t most) {
  const std::size_t kept = std::min(count, most);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < kept; ++i)
    rows.push_back(kept == 1 ? 0 : (i * (count - 1) + (kept - 1) / 2) / (kept - 1));
  return rows;
}

}  // namespace fokker::view::html
