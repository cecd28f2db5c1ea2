// SPDX-License-Identifier: MIT
#include "fv/noise_flows.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "fv/blocks.hpp"

namespace fokker {
namespace {

/// Length of the differences along a column, and how far inside the box fields are evaluated, in cells.
constexpr double column_difference = 1e-3, wall_margin = 1e-2;

int square(int d) { return d * d; }

}  // namespace

NoisePattern::NoisePattern(const Field& noise, const Grid& grid, Eigen::Index begin, Eigen::Index end, int threads)
    : first(Array::Zero(square(grid.dimension()))),
      filled(static_cast<std::size_t>(square(grid.dimension())), 0),
      varied(filled) {
  const int entries = square(grid.dimension());
  std::vector<std::atomic<bool>> is_filled(filled.size()), is_varied(filled.size());
  const auto at = [&](Eigen::Index from, Eigen::Index n) {
    Points G(n, entries);
    noise(0.5 * (grid.lower_corners(from, from + n) + grid.upper_corners(from, from + n)), G);
    return G;
  };
  first = at(begin, std::min(cells_of_block, end - begin)).row(0);
  over_cells(end - begin, threads, [&](Eigen::Index from, Eigen::Index n) {
    const Points G = at(begin + from, n);
    for (int k = 0; k < entries; ++k) {
      const auto entry = static_cast<std::size_t>(k);
      if ((G.col(k) != 0).any()) is_filled[entry] = true;
      if ((G.col(k) != first[k]).any()) is_varied[entry] = true;
    }
  });
  std::copy(is_filled.begin(), is_filled.end(), filled.begin());
  std::copy(is_varied.begin(), is_varied.end(), varied.begin());
}

NoiseFlows::NoiseFlows(const Process& process, const Grid& grid, double t, const NoisePattern& pattern)
    : grid_(grid),
      dimension_(grid.dimension()),
      drift_(process.drift(t)),
      noise_(process.noise(t)),
      lowest_(dimension_),
      highest_(dimension_),
      widths_(dimension_) {
  for (int k = 0; k < dimension_; ++k) {
    const Axis& axis = grid.axis(k);
    const Array widths = axis.widths();
    const double none = std::numeric_limits<double>::infinity();
    widths_[k] = widths.minCoeff();
    lowest_[k] = axis.periodic() ? -none : axis.edges[0] + wall_margin * widths[0];
    highest_[k] = axis.periodic() ? none : axis.edges[axis.cells()] - wall_margin * widths[axis.cells() - 1];
  }
  find_columns(pattern);
}

double NoiseFlows::boundary_drift(int axis, int side, Eigen::Index first, Eigen::Index last) const {
  const Axis& along = grid_.axis(axis);
  const Eigen::Index n = along.cells(), stride = grid_.stride(axis), place = side == 0 ? 0 : n - 1;
  const Field field = drift();
  double most = 0;
  for (Eigen::Index begin = first / (n * stride) * n * stride + place * stride; begin < last; begin += n * stride) {
    if (begin < first) continue;
    const Points centres =
        0.5 * (grid_.lower_corners(begin, begin + stride) + grid_.upper_corners(begin, begin + stride));
    Points values(centres.rows(), dimension_);
    field(centres, values);
    most = std::max(most, values.col(axis).abs().maxCoeff());
  }
  return most;
}

void NoiseFlows::find_columns(const NoisePattern& pattern) {
  const int d = dimension_;
  for (int k = 0; k < d; ++k) {
    int axes = 0, axis = -1;
    bool bends = false;
    for (int i = 0; i < d; ++i) {
      const auto entry = static_cast<std::size_t>(i * d + k);
      bends = bends || pattern.varied[entry];
      if (!pattern.filled[entry]) continue;
      ++axes;
      axis = i;
    }
    bends_.push_back(bends);
    axis_of_column_.push_back(axes == 1 ? axis : -1);
    if (axes > 1) columns_.push_back(k);
  }
}

Points NoiseFlows::inside(const PointsIn& x) const {
  Points result = x;
  for (int k = 0; k < dimension_; ++k) result.col(k) = result.col(k).max(lowest_[k]).min(highest_[k]);
  return result;
}

Field NoiseFlows::column(int k) const {
  return [this, k](const PointsIn& x, PointsOut values) {
    Points G(x.rows(), dimension_ * dimension_);
    noise_(inside(x), G);
    for (int i = 0; i < dimension_; ++i) values.col(i) = G.col(i * dimension_ + k);
  };
}

void NoiseFlows::subtract_bend(int k, double factor, const Points& x, const Points& G, PointsOut values) const {
  const int d = dimension_;
  Array longest = Array::Zero(x.rows());  // in cells
  for (int i = 0; i < d; ++i) longest = longest.max(G.col(i * d + k).abs() / widths_[i]);
  const Array time = (longest > 0).select(column_difference / longest, 0.0);
  Points moved(x.rows(), d), ahead(x.rows(), d * d), behind(x.rows(), d * d);
  for (int i = 0; i < d; ++i) moved.col(i) = x.col(i) + time * G.col(i * d + k);
  noise_(moved, ahead);
  for (int i = 0; i < d; ++i) moved.col(i) = x.col(i) - time * G.col(i * d + k);
  noise_(moved, behind);
  for (int i = 0; i < d; ++i) {
    const Array slope = (ahead.col(i * d + k) - behind.col(i * d + k)) / (2 * time);
    values.col(i) -= (time > 0).select(factor * slope, 0.0);
  }
}

Field NoiseFlows::drift() const {
  return [this](const PointsIn& x, PointsOut values) {
    const Points at = inside(x);
    drift_(at, values);
    Points G(x.rows(), dimension_ * dimension_);
    noise_(at, G);
    for (int k = 0; k < dimension_; ++k) {
      const auto column = static_cast<std::size_t>(k);
      if (bends_[column]) subtract_bend(k, axis_of_column_[column] < 0 ? 0.5 : 1, at, G, values);
    }
  };
}

Field NoiseFlows::axis_diffusion() const {
  return [this](const PointsIn& x, PointsOut values) {
    Points G(x.rows(), dimension_ * dimension_);
    noise_(x, G);
    values.setZero();
    for (int k = 0; k < dimension_; ++k)
      if (const int axis = axis_of_column_[static_cast<std::size_t>(k)]; axis >= 0)
        values.col(axis) += G.col(axis * dimension_ + k).square();
  };
}

}  // namespace fokker
