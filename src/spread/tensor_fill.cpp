// SPDX-License-Identifier: MIT
// Rates along axes, in slabs, and along other offsets, in layouts of their lines.
#include <algorithm>
#include <utility>

#include "core/memory.hpp"
#include "fv/edges.hpp"
#include "fv/offset_edges.hpp"
#include "spread/tensor_edges.hpp"

namespace fokker {
namespace {

bool moves(const Direction& direction) { return (direction.up != 0).any() || (direction.down != 0).any(); }

/// Rates along lines that a rank has.
void make_room(Direction& direction, Eigen::Index cells) {
  for (Array* rates : {&direction.up, &direction.down}) resize_on_large_pages(*rates, cells);
  direction.shared_up.resize(0);
  direction.shared_down.resize(0);
}

}  // namespace

Direction& TensorEdges::along(int axis, const Sides& sides) const {
  Operator& L = axis == 0 ? sides.columns : sides.rows;
  const auto slot = static_cast<std::size_t>(std::max(axis - 1, 0));
  return L.directions.size() > slot ? L.directions[slot] : L.directions.emplace_back();
}

void TensorEdges::fill_axis(int axis, const Array& weights, const CellCoefficients& at, const Sides& sides) {
  const Grid& grid = (axis == 0 ? sides.columns : sides.rows).grid;
  Direction& direction = along(axis, sides);
  auto& lines = axis_lines_[static_cast<std::size_t>(axis)];
  if (!lines) lines = std::make_shared<const Lines>(grid, axis_offset(grid.dimension(), axis));
  direction.lines = lines;
  make_room(direction, grid.cells());
  const auto fill = [&](const Array& weights_here, const Points& pull, const Array& phi, const Array& rest) {
    note([&] {
      fill_offset({grid, *direction.lines}, {weights_here, pull, phi, grid.volumes()}, threads_, direction);
      add_upwind(grid, axis, rest, threads_, direction);
      if (!are_finite(direction, threads_)) refuse_coefficients(process_, grid, t_, {}, {}, {});
    });
  };
  if (axis > 0 || ranks_.count() == 1) return fill(weights, at.pull, phi_, at.rest.col(axis));
  Array parts[4];
  const Array of_rows[] = {weights, at.pull.col(0), at.rest.col(0), phi_};
  for (int k = 0; k < (phi_.size() > 0 ? 4 : 3); ++k) {
    parts[k].resize(grid.cells());
    exchange_.to_columns(of_rows[k], parts[k]);
  }
  Points pull = Points::Zero(grid.cells(), grid.dimension());
  pull.col(0) = parts[1];
  fill(parts[0], pull, parts[3], parts[2]);
}

void TensorEdges::fill_line(Line& line, const Array& weights, const CellCoefficients& at) {
  const Eigen::Index cells = line.layout.cells();
  make_room(line.direction, cells);
  Array own_weights(cells), phi(phi_.size() > 0 ? cells : 0);
  Points pull = Points::Zero(cells, at.pull.cols());
  line.layout.from_rows(weights.data(), own_weights.data());
  for (Eigen::Index k = 0; k < pull.cols(); ++k)
    if (line.layout.all().offset()[static_cast<std::size_t>(k)] != 0)
      line.layout.from_rows(at.pull.col(k).data(), pull.col(k).data());
  if (phi_.size() > 0) line.layout.from_rows(phi_.data(), phi.data());
  note([&] {
    if (!line.layout.lines()) return;
    fill_offset({whole_, line.layout.all(), line.layout.first()}, {own_weights, pull, phi, line.volumes}, threads_,
                line.direction);
    if (!are_finite(line.direction, threads_)) refuse_coefficients(process_, grid_, t_, {}, {}, {});
  });
}

TensorEdges::Line& TensorEdges::line_of(const std::vector<int>& offset) {
  const auto known = lines_.find(offset);
  if (known != lines_.end()) return known->second;
  return lines_.try_emplace(offset, LineLayout(whole_, offset, rows_, ranks_.rank()), whole_.volumes()).first->second;
}

void TensorEdges::keep_moving(const std::vector<std::vector<int>>& offsets, const Sides& sides) {
  const int d = grid_.dimension();
  std::vector<int> flags;
  for (int k = 0; k < d; ++k) flags.push_back(moves(along(k, sides)));
  const std::size_t axes = flags.size();
  std::vector<Line*> lines;
  for (const std::vector<int>& offset : offsets)
    if (const auto found = lines_.find(offset); found != lines_.end()) {
      lines.push_back(&found->second);
      flags.push_back(found->second.layout.lines() && moves(found->second.direction));
    }
  any_of_all(flags);
  for (int k = d; k-- > 0;) {
    std::vector<Direction>& all = (k == 0 ? sides.columns : sides.rows).directions;
    if (!flags[static_cast<std::size_t>(k)]) all.erase(all.begin() + std::max(k - 1, 0));
  }
  moving_.clear();
  for (std::size_t k = 0; k < lines.size(); ++k)
    if (flags[axes + k]) moving_.push_back(lines[k]);
  join_moving();
}

void TensorEdges::join_moving() {
  if (graphs_.size() > 2 * moving_.size()) graphs_.clear();  // of tensors that change
  between_.clear();
  for (std::size_t k = 0; ranks_.count() > 1 && k + 1 < moving_.size(); ++k) {
    const LineLayout &from = moving_[k]->layout, &to = moving_[k + 1]->layout;
    const Pair pair{moving_[k], moving_[k + 1]};
    auto known = graphs_.find(pair);
    if (known == graphs_.end()) known = graphs_.emplace(pair, Graph(*from.graph(), *to.graph())).first;
    between_.push_back(&known->second);
  }
}

void TensorEdges::pass(std::size_t from, std::size_t to) {
  const Graph& graph = *between_[std::min(from, to)];
  const double* const source = moving_[from]->masses.data();
  double* const target = moving_[to]->masses.data();
  from < to ? graph.to_leaves(source, target) : graph.to_roots(source, target);
}

}  // namespace fokker
