// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/grid/lines.hpp"

namespace fokker {

/// Calls edge(i, j) for the two cells of every edge of a direction; -1 stands for what lies behind the end of a line.
template <class Edge>
void for_each_edge(const Lines& lines, const Edge& edge) {
  std::vector<Eigen::Index> cells;
  for (Eigen::Index line = 0; line < lines.count(); ++line) {
    const auto n = static_cast<std::size_t>(lines.length(line));
    cells.resize(n);
    lines.cells(line, 1, cells.data());
    if (!lines.closed()) edge(Eigen::Index{-1}, cells[0]);
    for (std::size_t k = 0; k + 1 < n; ++k) edge(cells[k], cells[k + 1]);
    edge(cells[n - 1], lines.closed() ? cells[0] : Eigen::Index{-1});
  }
}

}  // namespace fokker
