// SPDX-License-Identifier: MIT
#include "python/point_table.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace fokker::python {

PointTable::PointTable(Grid grid, bool centres) {
  std::vector<Array> middle;
  for (const Axis& axis : grid.axes()) middle.push_back(axis.centres());
  if (centres) {
    add(std::move(middle));
    return;
  }
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis& along = grid.axis(k);
    std::vector<Array> faces = middle;
    faces[static_cast<std::size_t>(k)] = along.edges.tail(along.cells());
    add(faces);
    if (along.lower != Boundary::absorbing) continue;
    faces[static_cast<std::size_t>(k)] = along.edges.head(1);
    add(std::move(faces));
  }
}

void PointTable::add(std::vector<Array> coordinates) {
  Family family{std::move(coordinates), rows_, 1};
  for (const Array& values : family.coordinates) family.count *= values.size();
  rows_ += family.count;
  families_.push_back(std::move(family));
}

const std::shared_ptr<const Points>& PointTable::points() const {
  std::call_once(once_, [this] {
    const auto d = static_cast<Eigen::Index>(families_.front().coordinates.size());
    const auto points = std::make_shared<Points>(rows_, d);
    for (const Family& family : families_) {
      Eigen::Index repeat = family.count;
      for (Eigen::Index k = 0; k < d; ++k) {
        const Array& values = family.coordinates[static_cast<std::size_t>(k)];
        repeat /= values.size();
        for (Eigen::Index i = 0; i < family.count; ++i)
          (*points)(family.first + i, k) = values[(i / repeat) % values.size()];
      }
    }
    points_ = points;
  });
  return points_;
}

std::optional<Eigen::Index> PointTable::place(const Family& family, const PointsIn& x) {
  Eigen::Index row = 0;
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    const Array& values = family.coordinates[static_cast<std::size_t>(k)];
    const auto found = std::lower_bound(values.begin(), values.end(), x(0, k));
    if (found == values.end() || *found != x(0, k)) return std::nullopt;
    row = row * values.size() + (found - values.begin());
  }
  if (row + x.rows() > family.count) return std::nullopt;
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
