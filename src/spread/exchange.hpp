// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "spread/slabs.hpp"

namespace fokker {

/// Carries numbers on cells between the two ways to cut a grid: `columns`, cut along axis 1, and `rows`, cut along axis
/// 0. All ranks call its functions together.
class Exchange {
 public:
  Exchange(const Grid& grid, Slabs rows, Slabs columns, int rank);
  ~Exchange();

  void to_rows(const Array& columns, Array& rows) const;
  void to_columns(const Array& rows, Array& columns) const;
  /// The cells of the whole grid, on every rank.
  Array gathered(const Array& columns) const;
  /// Bytes of the graph on this rank.
  double graph_bytes() const;

 private:
  struct Graph;
  Slabs rows_, columns_;
  int rank_;
  Eigen::Index row_length_;  ///< cells per position of axis 0
  std::unique_ptr<Graph> graph_;
  mutable Array scratch_;
};

}  // namespace fokker
