// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "fokker/grid/lines.hpp"
#include "spread/graph.hpp"
#include "spread/slabs.hpp"

namespace fokker {

/// Lines of one offset dealt out among ranks, in order and with about as many cells each: batches of lines are the same
/// then as in a solve on the whole grid. A rank has no line or several, but where there is one in all.
/// @return first line of each rank, and the number of lines
std::vector<Eigen::Index> dealt_lines(const Lines& lines, int ranks);

/// Lines along an offset that moves along several axes, which no slab has whole. The cells of a rank's lines lie one
/// line after the other; a rank alone has them as they lie in the grid.
class LineLayout {
 public:
  /// All ranks make it together.
  LineLayout(const Grid& grid, std::vector<int> offset, const Slabs& rows, int rank);

  /// Of the whole grid.
  const Lines& all() const { return *all_; }
  /// This rank's; null: none.
  const std::shared_ptr<const Lines>& lines() const { return lines_; }
  /// The first of this rank's lines.
  Eigen::Index first() const { return first_; }
  Eigen::Index cells() const { return cells_; }
  /// From rows; null where one rank has all.
  const Graph* graph() const { return graph_ ? &*graph_ : nullptr; }

  void from_rows(const double* rows, double* lines) const;
  void to_rows(const double* lines, double* rows) const;
  /// The cells of this rank's lines.
  Array part(const Array& whole) const;

 private:
  std::vector<Eigen::Index> cells_of_lines() const;

  std::shared_ptr<const Lines> all_, lines_;
  Eigen::Index first_ = 0, end_ = 0, cells_ = 0;
  std::optional<Graph> graph_;  ///< from rows; without it there is one rank
};

}  // namespace fokker
