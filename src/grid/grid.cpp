#include "fokker/grid/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "fokker/core/error.hpp"

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

Grid::Grid(std::vector<Axis> axes) : axes_(std::move(axes)), strides_(axes_.size()) {
  if (axes_.empty()) throw Error(Fault::problem, "a grid without axes", "at least one axis");
  Eigen::Index cells = 1;
  for (std::size_t k = axes_.size(); k-- > 0;) {
    strides_[k] = cells;
    if (__builtin_mul_overflow(cells, axes_[k].cells(), &cells) || cells > Eigen::Index{1} << 48)
      throw Error(Fault::resources, "a grid with more than 2^48 cells", {}, "fewer cells per axis");
  }
  volumes_ = Array::Ones(cells);
  for (int k = 0; k < dimension(); ++k) {
    const Array widths = axis(k).widths();
    for (Eigen::Index i = 0; i < cells; ++i) volumes_[i] *= widths[position(i, k)];
  }
}

Points Grid::corners(const std::function<Array(const Axis&)>& coordinate) const {
  Points points(cells(), dimension());
  for (int k = 0; k < dimension(); ++k) {
    const Array along = coordinate(axis(k));
    for (Eigen::Index i = 0; i < cells(); ++i) points(i, k) = along[position(i, k)];
  }
  return points;
}

Points Grid::centres() const {
  return corners([](const Axis& axis) { return axis.centres(); });
}
Points Grid::lower_corners() const {
  return corners([](const Axis& axis) -> Array { return axis.edges.head(axis.cells()); });
}
Points Grid::upper_corners() const {
  return corners([](const Axis& axis) -> Array { return axis.edges.tail(axis.cells()); });
}

Array cell_averages(const Grid& grid, const BoxMass& box_mass) {
  return box_mass(grid.lower_corners(), grid.upper_corners()) / grid.volumes();
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

Vector mean(const Grid& grid, const Array& density) {
  const Array masses = density * grid.volumes();
  return (grid.centres().colwise() * masses).colwise().sum().transpose().matrix() / masses.sum();
}

Matrix covariance(const Grid& grid, const Array& density) {
  const Array masses = density * grid.volumes();
  const Matrix offsets = grid.centres().matrix().rowwise() - mean(grid, density).transpose();
  return offsets.transpose() * masses.matrix().asDiagonal() * offsets / masses.sum();
}

Array axis_masses(const Grid& grid, const Array& density, int k) {
  Array sums = Array::Zero(grid.axis(k).cells());
  for (Eigen::Index i = 0; i < grid.cells(); ++i) sums[grid.position(i, k)] += density[i] * grid.volumes()[i];
  return sums;
}

Array pair_density(const Grid& grid, const Array& density, int a, int b) {
  const Eigen::Index across = grid.axis(b).cells();
  Array sums = Array::Zero(grid.axis(a).cells() * across);
  for (Eigen::Index i = 0; i < grid.cells(); ++i)
    sums[grid.position(i, a) * across + grid.position(i, b)] += density[i] * grid.volumes()[i];
  for (Eigen::Index i = 0; i < sums.size(); ++i)
    sums[i] /= grid.axis(a).width(i / across) * grid.axis(b).width(i % across);
  return sums;
}

}  // namespace fokker
