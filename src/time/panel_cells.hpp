// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <vector>

#include "fokker/grid/lines.hpp"

namespace fokker {

/// Memory for n numbers; never less than before, since lines of several axes take turns.
inline void make_room(Array& numbers, Eigen::Index n) {
  if (numbers.size() < n) numbers.resize(n);
}

/// Where the cells of W lines side by side lie, and copies between arrays of the grid and rows: numbers of the lines'
/// first cells, of their second cells, and so on. A line shorter than the longest is followed by zeros.
template <int W>
class PanelCells {
 public:
  void place(const Lines& lines, Eigen::Index first);
  void read(const double* grid, Array& rows) const;
  void write(const Array& rows, double* grid) const;

  Eigen::Index n() const { return n_; }  ///< cells of the longest line
  int used() const { return used_; }     ///< lines that exist
  const Lines& lines() const { return *lines_; }
  bool closed() const { return lines_->closed(); }
  Eigen::Index line(int l) const { return first_ + l; }  ///< its number among all
  Eigen::Index length(int l) const { return lines_->length(first_ + l); }
  const std::ptrdiff_t* starts() const { return starts_; }
  bool adjacent() const { return adjacent_; }      ///< cells of one row lie side by side in the grid
  bool along_last() const { return along_last_; }  ///< cells of one line do, and the lines are equally long

 private:
  /// copy(number in the grid, number in the rows) for every cell.
  template <class Copy>
  void for_cells(const Copy& copy) const {
    const bool straight = lines_->straight();
    const std::ptrdiff_t stride = lines_->stride();
    Eigen::Index common = n_;
    for (int l = 0; l < used_; ++l) common = std::min(common, straight ? length(l) : 0);
    for (Eigen::Index i = 0; i < common; ++i)
      for (int l = 0; l < used_; ++l) copy(starts_[l] + i * stride, i * W + l);
    for (int l = 0; l < used_; ++l)
      for (Eigen::Index i = common; i < length(l); ++i)
        copy(straight ? starts_[l] + i * stride : cells_[static_cast<std::size_t>(i * W + l)], i * W + l);
  }

  const Lines* lines_ = nullptr;
  Eigen::Index first_ = 0, n_ = 0;
  int used_ = W;
  bool adjacent_ = false, along_last_ = false;
  std::ptrdiff_t starts_[W];
  std::vector<Eigen::Index> cells_;  // number of the grid's cell, where lines are not straight
};

}  // namespace fokker
