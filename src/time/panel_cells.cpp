// SPDX-License-Identifier: MIT
#include "time/panel_cells.hpp"

#include <algorithm>

#include "time/line_kernels.hpp"

namespace fokker {

template <int W>
void PanelCells<W>::place(const Lines& lines, Eigen::Index first) {
  lines_ = &lines;
  first_ = first;
  used_ = static_cast<int>(std::min<Eigen::Index>(W, lines.count() - first_));
  n_ = 0;
  adjacent_ = along_last_ = lines.straight() && used_ == W;
  for (int l = 0; l < used_; ++l) {
    starts_[l] = lines.start(first_ + l);
    along_last_ &= length(l) == length(0);
    adjacent_ &= along_last_ && starts_[l] == starts_[0] + l;
    n_ = std::max(n_, length(l));
  }
  along_last_ &= W > 1 && lines.stride() == 1 && !lines.closed();
  cells_.resize(lines.straight() ? 0 : static_cast<std::size_t>(n_ * W));
  for (int l = 0; l < used_ && !lines.straight(); ++l) lines.cells(first_ + l, W, cells_.data() + l);
}

template <int W>
void PanelCells<W>::read(const double* grid, Array& rows) const {
  make_room(rows, n_ * W);
  if (W == 16 && along_last_) return lines_to_rows(grid, starts_, n_, rows.data());
  rows.head(n_ * W).setZero();
  for_cells([grid, to = rows.data()](std::ptrdiff_t cell, Eigen::Index k) { to[k] = grid[cell]; });
}

template <int W>
void PanelCells<W>::write(const Array& rows, double* grid) const {
  for_cells([grid, from = rows.data()](std::ptrdiff_t cell, Eigen::Index k) { grid[cell] = from[k]; });
}

template class PanelCells<1>;
template class PanelCells<16>;
template class PanelCells<broad_width>;

}  // namespace fokker
