// SPDX-License-Identifier: MIT
#include "spread/line_layout.hpp"

#include <algorithm>
#include <utility>

namespace fokker {
namespace {

constexpr Eigen::Index lines_of_batch = 16;  ///< that LineSolver solves together along such offsets

/// The owner of a cell in slabs cut along axis 0, and its number there.
Graph::Root root_in(const Slabs& rows, Eigen::Index stride, Eigen::Index cell) {
  const auto next = std::upper_bound(rows.begins.begin(), rows.begins.end(), cell / stride);
  const auto owner = static_cast<int>(next - rows.begins.begin()) - 1;
  return {owner, cell - rows.begin(owner) * stride};
}

}  // namespace

std::vector<Eigen::Index> dealt_lines(const Lines& lines, int ranks) {
  double cells = 0, dealt = 0;
  for (Eigen::Index line = 0; line < lines.count(); ++line) cells += static_cast<double>(lines.length(line));
  std::vector<Eigen::Index> first = {0};
  for (Eigen::Index line = 0; line + 1 < lines.count(); ++line) {
    while (std::ssize(first) < ranks && line % lines_of_batch == 0 && line > 0 &&
           dealt >= cells * static_cast<double>(first.size()) / ranks)
      first.push_back(line);
    dealt += static_cast<double>(lines.length(line));
  }
  first.resize(static_cast<std::size_t>(ranks) + 1, lines.count());
  return first;
}

LineLayout::LineLayout(const Grid& grid, std::vector<int> offset, const Slabs& rows, int rank)
    : all_(std::make_shared<const Lines>(grid, std::move(offset))),
      lines_(all_),
      end_(all_->count()),
      cells_(grid.cells()) {
  const int ranks = static_cast<int>(rows.begins.size()) - 1;
  if (ranks == 1) return;
  const std::vector<Eigen::Index> dealt = dealt_lines(*all_, ranks);
  first_ = dealt[static_cast<std::size_t>(rank)];
  end_ = dealt[static_cast<std::size_t>(rank) + 1];
  lines_ = end_ > first_ ? std::make_shared<const Lines>(all_->stacked(first_, end_)) : nullptr;
  const std::vector<Eigen::Index> cells = cells_of_lines();
  cells_ = std::ssize(cells);
  const Eigen::Index stride = grid.stride(0);
  graph_.emplace(
      rows.size(rank) * stride, cells_,
      [&](Eigen::Index leaf) { return root_in(rows, stride, cells[static_cast<std::size_t>(leaf)]); }, 1);
}

std::vector<Eigen::Index> LineLayout::cells_of_lines() const {
  std::vector<Eigen::Index> cells;
  for (Eigen::Index line = first_; line < end_; ++line) {
    const std::size_t begin = cells.size();
    cells.resize(begin + static_cast<std::size_t>(all_->length(line)));
    all_->cells(line, 1, cells.data() + begin);
  }
  return cells;
}

void LineLayout::from_rows(const double* rows, double* lines) const {
  graph_ ? graph_->to_leaves(rows, lines) : void(std::copy_n(rows, cells_, lines));
}

void LineLayout::to_rows(const double* lines, double* rows) const {
  graph_ ? graph_->to_roots(lines, rows) : void(std::copy_n(lines, cells_, rows));
}

Array LineLayout::part(const Array& whole) const {
  if (!graph_) return whole;
  const std::vector<Eigen::Index> cells = cells_of_lines();
  return Array::NullaryExpr(cells_, [&](Eigen::Index i) { return whole[cells[static_cast<std::size_t>(i)]]; });
}

}  // namespace fokker
