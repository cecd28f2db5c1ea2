// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "spread/graph.hpp"
#include "spread/slabs.hpp"

namespace fokker {

/// Carries numbers on cells between the two ways to cut a grid: `columns`, cut along axis 1, and `rows`, cut along axis
/// 0. All ranks call its functions together.
class Exchange {
 public:
  Exchange(const Grid& grid, Slabs rows, Slabs columns, int rank);

  void to_rows(const Array& columns, Array& rows) const;
  void to_columns(const Array& rows, Array& columns) const;
  /// The cells of the whole grid, on every rank.
  Array gathered(const Array& columns) const;
  /// Bytes of the graph on this rank.
  double graph_bytes() const { return graph_->bytes(); }

 private:
  Slabs rows_, columns_;
  int rank_;
  Eigen::Index row_length_;  ///< cells per position of axis 0
  std::optional<Graph> graph_;
  mutable Array scratch_;
};

}  // namespace fokker
