// SPDX-License-Identifier: MIT
#include "python/point_table.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace fokker::python {

PointTable::PointTable(const Grid& grid, bool centres) : dimension_(grid.dimension()) {
  if (centres) add(centres_across(grid, 0, grid.axis(0).centres()));
  for (int k = 0; !centres && k < grid.dimension(); ++k) {
    const Axis& along = grid.axis(k);
    add(centres_across(grid, k, along.edges.tail(along.cells())));
    if (along.lower == Boundary::absorbing) add(centres_across(grid, k, along.edges.head(1)));
  }
}

void PointTable::add(ProductPoints points) {
  families_.push_back({std::move(points), rows_});
  rows_ += families_.back().points.count();
}

const std::shared_ptr<const Points>& PointTable::points() const {
  std::call_once(once_, [this] {
    const auto points = std::make_shared<Points>(rows_, dimension_);
    for (const Family& family : families_)
      family.points.fill(0, points->middleRows(family.first, family.points.count()));
    points_ = points;
  });
  return points_;
}

std::optional<Eigen::Index> PointTable::place(const Family& family, const PointsIn& x) {
  Eigen::Index row = 0;
  for (int k = 0; k < static_cast<int>(x.cols()); ++k) {
    const Array& values = family.points.along(k);
    const auto found = std::lower_bound(values.begin(), values.end(), x(0, k));
    if (found == values.end() || *found != x(0, k)) return std::nullopt;
    row = row * values.size() + (found - values.begin());
  }
  if (row + x.rows() > family.points.count()) return std::nullopt;
  return row;
}

std::optional<Eigen::Index> PointTable::find(const PointsIn& x) const {
  if (x.rows() == 0) return std::nullopt;
  for (const Family& family : families_) {
    const auto row = place(family, x);
    if (!row) continue;
    const Points& all = *points();
    bool same = true;
    for (Eigen::Index k = 0; k < x.cols() && same; ++k)
      same = std::memcmp(x.col(k).data(), &all(family.first + *row, k),
                         sizeof(double) * static_cast<std::size_t>(x.rows())) == 0;
    if (same) return family.first + *row;
  }
  return std::nullopt;
}

}  // namespace fokker::python
