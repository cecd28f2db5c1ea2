// SPDX-License-Identifier: MIT
#include "fokker/grid/lines.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <utility>

#include "fokker/core/error.hpp"

namespace fokker {
Lines::Lines(const Grid& grid, std::vector<int> offset) : offset_(std::move(offset)) {
  if (std::ssize(offset_) != grid.dimension() ||
      std::all_of(offset_.begin(), offset_.end(), [](int e) { return e == 0; }))
    throw Error(Fault::problem, "an offset that is zero or of another dimension than the grid");
  for (int k = 0; k < grid.dimension(); ++k) {
    const int e = offset_[static_cast<std::size_t>(k)];
    sizes_.push_back(grid.axis(k).cells());
    strides_.push_back(grid.stride(k));
    periodic_.push_back(grid.axis(k).periodic());
    absorbing_.push_back(grid.axis(k).lower == Boundary::absorbing);
    absorbing_.push_back(grid.axis(k).upper == Boundary::absorbing);
    stride_ += e * grid.stride(k);
    if (e == 0) continue;
    if (periodic_.back())
      straight_ = false;
    else
      closed_ = false;
  }
  // a line along one periodic axis starts at its first cell and closes on itself without wrapping before
  const auto moves = std::count_if(offset_.begin(), offset_.end(), [](int e) { return e != 0; });
  straight_ |= closed_ && moves == 1 && *std::max_element(offset_.begin(), offset_.end()) == 1;
  if (closed_)
    add_closed_lines(grid.cells());
  else
    add_open_lines(grid.cells());
}

void Lines::add_open_lines(Eigen::Index cells) {
  Place place(sizes_.size(), 0);
  for (Eigen::Index cell = 0; cell < cells; ++cell) {
    if (is_start(place)) {
      starts_.push_back(cell);
      lengths_.push_back(open_length(place));
    }
    for (std::size_t k = place.size(); k-- > 0 && ++place[k] == sizes_[k];) place[k] = 0;
  }
  for (std::size_t line = 0; line < starts_.size(); ++line) {
    place = place_of(starts_[line]);
    first_ends_.push_back(end_of(place, -1));
    for (std::size_t k = 0; k < place.size(); ++k) {
      place[k] = (place[k] + offset_[k] * (lengths_[line] - 1)) % sizes_[k];
      if (place[k] < 0) place[k] += sizes_[k];
    }
    last_ends_.push_back(end_of(place, 1));
  }
}

Lines::Place Lines::place_of(Eigen::Index cell) const {
  Place place;
  for (std::size_t k = 0; k < sizes_.size(); ++k) place.push_back((cell / strides_[k]) % sizes_[k]);
  return place;
}

bool Lines::is_start(const Place& place) const {
  for (std::size_t k = 0; k < place.size(); ++k) {
    const Eigen::Index before = place[k] - offset_[k];
    if (!periodic_[k] && (before < 0 || before >= sizes_[k])) return true;
  }
  return false;
}

Eigen::Index Lines::open_length(const Place& place) const {
  Eigen::Index length = std::numeric_limits<Eigen::Index>::max();
  for (std::size_t k = 0; k < place.size(); ++k) {
    if (periodic_[k] || offset_[k] == 0) continue;
    const Eigen::Index room = offset_[k] > 0 ? sizes_[k] - 1 - place[k] : place[k];
    length = std::min(length, room / std::abs(offset_[k]) + 1);
  }
  return length;
}

void Lines::add_closed_lines(Eigen::Index cells) {
  Eigen::Index length = 1;
  for (std::size_t k = 0; k < sizes_.size(); ++k)
    if (offset_[k] != 0) length = std::lcm(length, sizes_[k] / std::gcd(sizes_[k], Eigen::Index{std::abs(offset_[k])}));
  std::vector<bool> seen(static_cast<std::size_t>(cells), false);
  std::vector<Eigen::Index> line(static_cast<std::size_t>(length));
  for (Eigen::Index cell = 0; cell < cells; ++cell) {
    if (seen[static_cast<std::size_t>(cell)]) continue;
    starts_.push_back(cell);
    lengths_.push_back(length);
    this->cells(count() - 1, 1, line.data());
    for (const Eigen::Index member : line) seen[static_cast<std::size_t>(member)] = true;
  }
}

void Lines::cells(Eigen::Index line, Eigen::Index step, Eigen::Index* out) const {
  Eigen::Index cell = starts_[static_cast<std::size_t>(line)];
  const Eigen::Index n = length(line);
  if (straight_) {
    for (Eigen::Index i = 0; i < n; ++i, cell += stride_) out[i * step] = cell;
    return;
  }
  Place place = place_of(cell);
  for (Eigen::Index i = 0; i < n; ++i) {
    out[i * step] = cell;
    cell = 0;
    for (std::size_t k = 0; k < place.size(); ++k) {
      if (offset_[k] != 0) place[k] = (place[k] + offset_[k] % sizes_[k] + sizes_[k]) % sizes_[k];
      cell += place[k] * strides_[k];
    }
  }
}

Lines Lines::stacked(Eigen::Index begin, Eigen::Index end) const {
  Lines part = *this;
  const auto keep = [&](auto& values) {
    if (values.empty()) return;
    values.erase(values.begin() + end, values.end());
    values.erase(values.begin(), values.begin() + begin);
  };
  keep(part.lengths_);
  keep(part.first_ends_);
  keep(part.last_ends_);
  part.starts_.assign(part.lengths_.size(), 0);
  std::partial_sum(part.lengths_.begin(), part.lengths_.end() - 1, part.starts_.begin() + 1);
  part.stride_ = 1;
  part.straight_ = true;
  return part;
}

Lines::End Lines::end_of(const Place& place, int sign) const {
  End end{0, 2};
  for (std::size_t k = 0; k < place.size(); ++k) {
    const int e = sign * offset_[k];
    if (periodic_[k] || e == 0) continue;
    const Eigen::Index cells_left = e > 0 ? sizes_[k] - 1 - place[k] : place[k];
    const double fraction = (static_cast<double>(cells_left) + 0.5) / std::abs(e);
    const std::size_t boundary = 2 * k + (e > 0 ? 1 : 0);
    // through a corner: p = 0 on an absorbing boundary holds there too, whichever axis comes first
    const bool corner =
        fraction == end.fraction && absorbing_[boundary] && !absorbing_[static_cast<std::size_t>(end.boundary)];
    if (fraction < end.fraction || corner) end = {static_cast<int>(boundary), fraction};
  }
  return end;
}

}  // namespace fokker
