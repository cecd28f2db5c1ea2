// SPDX-License-Identifier: MIT
#include "fokker/grid/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"
#include "grid/product_points.hpp"

namespace fokker {

namespace {

/// The cells of an axis that an interval meets, and the lengths that it shares with them.
struct Overlap {
  Eigen::Index first = 0;
  std::vector<double> lengths;
};

Overlap overlap(const Axis& axis, double lower, double upper) {
  const double* edges = axis.edges.data();
  Overlap result;
  result.first = std::max<Eigen::Index>(std::upper_bound(edges, edges + axis.edges.size(), lower) - edges - 1, 0);
  for (Eigen::Index i = result.first; i < axis.cells() && edges[i] < upper; ++i)
    result.lengths.push_back(std::min(upper, edges[i + 1]) - std::max(lower, edges[i]));
  return result;
}

double shared_mass(const Grid& grid, const Array& density, const std::vector<Overlap>& overlaps) {
  std::size_t count = 1;
  for (const Overlap& axis : overlaps) count *= axis.lengths.size();
  double sum = 0;
  for (std::size_t number = 0; number < count; ++number) {
    std::size_t rest = number;
    Eigen::Index cell = 0;
    double volume = 1;
    for (int k = 0; k < grid.dimension(); ++k) {
      const Overlap& axis = overlaps[static_cast<std::size_t>(k)];
      const std::size_t i = rest % axis.lengths.size();
      rest /= axis.lengths.size();
      volume *= axis.lengths[i];
      cell += grid.stride(k) * (axis.first + static_cast<Eigen::Index>(i));
    }
    sum += density[cell] * volume;
  }
  return sum;
}

}  // namespace

Grid::Grid(std::vector<Axis> axes) {
  if (axes.empty()) throw Error(Fault::problem, "a grid without axes", "at least one axis");
  std::vector<Eigen::Index> strides(axes.size());
  Eigen::Index cells = 1;
  for (std::size_t k = axes.size(); k-- > 0;) {
    strides[k] = cells;
    if (__builtin_mul_overflow(cells, axes[k].cells(), &cells) || cells > Eigen::Index{1} << 48)
      throw Error(Fault::resources, "a grid with more than 2^48 cells", {}, "fewer cells per axis");
  }
  parts_ = std::make_shared<Parts>(std::move(axes), std::move(strides), cells);
}

const Array& Grid::make_volumes() const {
  const std::lock_guard lock(parts_->making);
  if (parts_->made.load(std::memory_order_relaxed)) return parts_->volumes;
  const std::vector<Axis>& axes = parts_->axes;
  Array volumes(cells());
  volumes[0] = 1;
  Eigen::Index filled = 1;
  for (std::size_t k = axes.size(); k-- > 0; filled *= axes[k].cells())
    for (Eigen::Index p = axes[k].cells(); p-- > 0;)
      volumes.segment(p * filled, filled) = volumes.head(filled) * axes[k].width(p);
  parts_->volumes = std::move(volumes);
  parts_->made.store(true, std::memory_order_release);
  return parts_->volumes;
}

namespace {

template <class Coordinate>
Points corners(const Grid& grid, const Coordinate& coordinate, Eigen::Index begin, Eigen::Index end) {
  std::vector<Array> along;
  for (const Axis& axis : grid.axes()) along.push_back(coordinate(axis));
  Points points(end - begin, grid.dimension());
  ProductPoints(std::move(along)).fill(begin, points);
  return points;
}

}  // namespace

Points Grid::centres() const {
  return corners(
      *this, [](const Axis& axis) { return axis.centres(); }, 0, cells());
}
Points Grid::lower_corners(Eigen::Index begin, Eigen::Index end) const {
  return corners(
      *this, [](const Axis& axis) -> Array { return axis.edges.head(axis.cells()); }, begin, end);
}
Points Grid::upper_corners(Eigen::Index begin, Eigen::Index end) const {
  return corners(
      *this, [](const Axis& axis) -> Array { return axis.edges.tail(axis.cells()); }, begin, end);
}

bool absorbs(const Grid& grid) {
  return std::any_of(grid.axes().begin(), grid.axes().end(), [](const Axis& axis) {
    return axis.lower == Boundary::absorbing || axis.upper == Boundary::absorbing;
  });
}

namespace {

/// Pieces of a grid: products of some cells of one axis with all cells of the axes after it. What a law provides for
/// those axes it works out once per piece, so that a piece has `least` cells of its axis where that is not too many in
/// all.
class Pieces {
 public:
  explicit Pieces(const Grid& grid) {
    constexpr Eigen::Index least = 16, usual = Eigen::Index{1} << 14, most = Eigen::Index{1} << 17;
    int k = 0;
    while (k + 1 < grid.dimension() && grid.stride(k) * least > most) ++k;
    stride_ = grid.stride(k);
    line_ = grid.axis(k).cells();
    size_ = std::max(least, usual / stride_);
    per_line_ = (line_ + size_ - 1) / size_;
    count_ = grid.cells() / (stride_ * line_) * per_line_;
  }
  std::size_t count() const { return static_cast<std::size_t>(count_); }
  /// First cell of a piece; that of piece count() is the number of cells.
  Eigen::Index begin(std::size_t piece) const {
    const auto i = static_cast<Eigen::Index>(piece);
    return stride_ * (i / per_line_ * line_ + i % per_line_ * size_);
  }

 private:
  Eigen::Index stride_, line_, size_, per_line_, count_;  ///< size_ and line_: cells of the axis
};

}  // namespace

Array cell_averages(const Grid& grid, const BoxMass& box_mass, int threads) {
  const Pieces pieces(grid);
  Array averages(grid.cells());
  parallel_for(pieces.count(), 1, threads, [&](std::size_t piece, std::size_t next) {
    const Eigen::Index begin = pieces.begin(piece), end = pieces.begin(next);
    averages.segment(begin, end - begin) = box_mass(grid.lower_corners(begin, end), grid.upper_corners(begin, end)) /
                                           grid.volumes().segment(begin, end - begin);
  });
  return averages;
}

BoxMass piecewise_constant(const Grid& grid, Array density) {
  return [grid, density = std::move(density)](const PointsIn& lower, const PointsIn& upper) {
    Array masses(lower.rows());
    std::vector<Overlap> overlaps(static_cast<std::size_t>(grid.dimension()));
    for (Eigen::Index i = 0; i < lower.rows(); ++i) {
      for (int k = 0; k < grid.dimension(); ++k)
        overlaps[static_cast<std::size_t>(k)] = overlap(grid.axis(k), lower(i, k), upper(i, k));
      masses[i] = shared_mass(grid, density, overlaps);
    }
    return masses;
  };
}

double mass(const Grid& grid, const Array& density) { return (density * grid.volumes()).sum(); }

namespace {

/// Mean of the position along axis k, whose cells have these masses.
double mean_along(const Axis& axis, const Array& masses) { return (masses * axis.centres()).sum() / masses.sum(); }

}  // namespace

Vector mean(const Grid& grid, const Array& density) {
  Vector result(grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) result[k] = mean_along(grid.axis(k), axis_masses(grid, density, k));
  return result;
}

Matrix covariance(const Grid& grid, const Array& density) {
  std::vector<Array> masses, offsets;  // of the cells of each axis; of their centres from the mean
  for (int k = 0; k < grid.dimension(); ++k) {
    masses.push_back(axis_masses(grid, density, k));
    offsets.emplace_back(grid.axis(k).centres() - mean_along(grid.axis(k), masses.back()));
  }
  Matrix result(grid.dimension(), grid.dimension());
  for (int a = 0; a < grid.dimension(); ++a) {
    const auto row = static_cast<std::size_t>(a);
    const double total = masses[row].sum();
    result(a, a) = (masses[row] * offsets[row].square()).sum() / total;
    for (int b = a + 1; b < grid.dimension(); ++b) {
      const Array pairs = pair_density(grid, density, a, b);
      const Array along = offsets[static_cast<std::size_t>(b)] * grid.axis(b).widths();
      double sum = 0;
      for (Eigen::Index i = 0; i < grid.axis(a).cells(); ++i)
        sum += offsets[row][i] * grid.axis(a).width(i) * (pairs.segment(i * along.size(), along.size()) * along).sum();
      result(a, b) = result(b, a) = sum / total;
    }
  }
  return result;
}

namespace {

/// sums[p] += mass of the cells first + p stride, ..., first + (p + 1) stride - 1
void add_masses(const Grid& grid, const Array& density, Eigen::Index first, Eigen::Index stride,
                Eigen::Ref<Array> sums) {
  const auto masses =
      density.segment(first, sums.size() * stride) * grid.volumes().segment(first, sums.size() * stride);
  if (stride == 1)
    sums += masses;
  else
    for (Eigen::Index p = 0; p < sums.size(); ++p) sums[p] += masses.segment(p * stride, stride).sum();
}

}  // namespace

Array axis_masses(const Grid& grid, const Array& density, int k) {
  Array sums = Array::Zero(grid.axis(k).cells());
  const Eigen::Index line = sums.size() * grid.stride(k);
  for (Eigen::Index first = 0; first < grid.cells(); first += line)
    add_masses(grid, density, first, grid.stride(k), sums);
  return sums;
}

Array pair_density(const Grid& grid, const Array& density, int a, int b) {
  const Eigen::Index across = grid.axis(b).cells(), line = across * grid.stride(b);
  Array sums = Array::Zero(grid.axis(a).cells() * across);
  for (Eigen::Index first = 0; first < grid.cells(); first += line)
    add_masses(grid, density, first, grid.stride(b), sums.segment(grid.position(first, a) * across, across));
  const Array widths = grid.axis(b).widths();
  for (Eigen::Index i = 0; i < grid.axis(a).cells(); ++i)
    sums.segment(i * across, across) /= grid.axis(a).width(i) * widths;
  return sums;
}

}  // namespace fokker
