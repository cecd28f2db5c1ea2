// SPDX-License-Identifier: MIT
#include "spread/exchange.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/memory.hpp"
#include "spread/petsc.hpp"

namespace fokker {
namespace {

/// Cells that always travel together, of the last axes whole: a graph of single cells would take 20 bytes for each.
Eigen::Index run_length(const Grid& grid, const Slabs& columns) {
  if (grid.dimension() > 2) return grid.stride(1);
  Eigen::Index run = 0;
  for (const Eigen::Index begin : columns.begins) run = std::gcd(run, begin);
  return run;
}

}  // namespace

Exchange::Exchange(const Grid& grid, Slabs rows, Slabs columns, int rank)
    : rows_(std::move(rows)), columns_(std::move(columns)), rank_(rank), row_length_(grid.stride(0)) {
  const Eigen::Index run = run_length(grid, columns_), stride = grid.stride(1);
  const auto runs = [&](Eigen::Index positions) { return positions * stride / run; };
  const Eigen::Index per_row = runs(grid.axis(1).cells());
  // leaves are the runs of this rank's rows, roots those of all columns
  const auto root_of = [&](Eigen::Index leaf) -> Graph::Root {
    const Eigen::Index x = rows_.begin(rank_) + leaf / per_row, place = leaf % per_row;
    int other = 0;
    while (place >= runs(columns_.begin(other + 1))) ++other;
    return {other, x * runs(columns_.size(other)) + place - runs(columns_.begin(other))};
  };
  graph_.emplace(grid.axis(0).cells() * runs(columns_.size(rank_)), rows_.size(rank_) * per_row, root_of, run);
}

void Exchange::to_rows(const Array& columns, Array& rows) const {
  resize_on_large_pages(rows, rows_.size(rank_) * row_length_);
  graph_->to_leaves(columns.data(), rows.data());
}

void Exchange::to_columns(const Array& rows, Array& columns) const { graph_->to_roots(rows.data(), columns.data()); }

Array Exchange::gathered(const Array& columns) const {
  to_rows(columns, scratch_);
  std::vector<int> counts, begins;
  for (int other = 0; other + 1 < std::ssize(rows_.begins); ++other) {
    counts.push_back(static_cast<int>(rows_.size(other)));
    begins.push_back(static_cast<int>(rows_.begin(other)));
  }
  Array whole(rows_.begins.back() * row_length_);
  MPI_Datatype row;
  MPI_Type_contiguous(static_cast<int>(row_length_), MPI_DOUBLE, &row);
  MPI_Type_commit(&row);
  MPI_Allgatherv(scratch_.data(), counts[static_cast<std::size_t>(rank_)], row, whole.data(), counts.data(),
                 begins.data(), row, PETSC_COMM_WORLD);
  MPI_Type_free(&row);
  return whole;
}

}  // namespace fokker
