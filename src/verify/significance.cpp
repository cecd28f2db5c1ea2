// SPDX-License-Identifier: MIT
#include "fokker/verify/significance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace fokker {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Neighbour of cell i; itself at a boundary.
Eigen::Index neighbour(const Axis& axis, Eigen::Index i, Eigen::Index by) {
  const Eigen::Index n = axis.cells(), j = i + by;
  return axis.periodic() ? (j + n) % n : std::clamp<Eigen::Index>(j, 0, n - 1);
}

/// Values f_i whose sum over cell masses is the integral of (x - centre)^power under a density that is linear in each
/// cell: the mean over the cell, and what the cell does to the slopes of its neighbours.
Vector cell_values(const Axis& axis, double centre, int power) {
  const Array h = axis.widths(), x = axis.centres() - centre;
  const auto f = [power](const Array& at) -> Array {
    if (power == 1) return at;
    return power == 2 ? Array(at.square()) : Array(at.square().square());
  };
  const Array node = std::sqrt(0.15) * h;  // of Gauss's rule of three points, exact to the fifth degree
  const Array below = f(x - node), above = f(x + node);
  Array values = (5 * below + 8 * f(x) + 5 * above) / 18;
  const Array tilt = 5.0 / 18 * node * (above - below);  // mean of (x - cell centre) f
  for (Eigen::Index i = 0; i < h.size(); ++i) {
    const Eigen::Index lower = neighbour(axis, i, -1), upper = neighbour(axis, i, 1);
    const double distance = (lower == i ? 0 : 0.5 * (h[lower] + h[i])) + (upper == i ? 0 : 0.5 * (h[upper] + h[i]));
    values[upper] += h[i] * tilt[i] / (distance * h[upper]);
    values[lower] -= h[i] * tilt[i] / (distance * h[lower]);
  }
  return values;
}

/// How far the mean may be off because only cell masses are known.
double resolution(const Axis& axis, const Vector& masses) {
  const Array h = axis.widths(), p = masses.array() / h;
  double sum = 0;
  for (Eigen::Index i = axis.periodic() ? 0 : 1; i < h.size(); ++i) {
    const Eigen::Index lower = neighbour(axis, i, -1);
    const double third = p[neighbour(axis, i, 1)] - 3 * p[i] + 3 * p[lower] - p[neighbour(axis, lower, -1)];
    sum += h[i] * h[lower] * std::abs(third);
  }
  return sum / 16;
}

/// Marginal of one axis, of mass 1.
struct Marginal {
  Vector masses;
  Vector centred;  ///< cell centres less the mean
  double mean, variance, fourth, resolution;
  double deviation() const { return std::sqrt(std::max(0.0, variance)); }
};

Marginal marginal_of(const Grid& grid, const Array& density, int k) {
  const Axis& axis = grid.axis(k);
  Marginal result;
  result.masses = axis_masses(grid, density, k).matrix() / mass(grid, density);
  const double middle = axis.centres().mean();
  result.mean = middle + cell_values(axis, middle, 1).dot(result.masses);
  result.centred = (axis.centres() - result.mean).matrix();
  result.variance = cell_values(axis, result.mean, 2).dot(result.masses);
  result.fourth = cell_values(axis, result.mean, 4).dot(result.masses);
  result.resolution = resolution(axis, result.masses);
  return result;
}

/// Chernoff's bound of the probability that the mean of N draws of Y is |z| standard errors off or more, twice that of
/// the side on which it is. Any u gives a bound; Newton's method, kept between brackets, looks for the best one.
double tail(const Array& masses, Array values, double z, double N) {
  const double largest = values.abs().maxCoeff();
  values -= (masses * values).sum();
  const double deviation = std::sqrt((masses * values.square()).sum());
  if (std::isinf(z)) return 0;
  if (!(deviation > 1e-8 * largest)) return std::min(1.0, 2 * std::exp(-0.5 * z * z));  // too coarse
  values *= (z > 0 ? 1 : -1) / deviation;
  const double y = std::abs(z) / std::sqrt(N);
  double low = 0, high = infinity, best = 0;
  for (double u = y; N * best < 750;) {  // exp(-750) is 0
    const Array weights = masses * (u * values).exp();
    const double sum = weights.sum(), mean = (weights * values).sum() / sum;
    best = std::max(best, std::isfinite(sum) ? u * y - std::log(sum) : 0);
    const double slope = y - mean, curvature = (weights * values.square()).sum() / sum - mean * mean;
    (slope > 0 ? low : high) = u;
    double next = u + slope / curvature;
    if (!(next > low && next < high)) next = std::isinf(high) ? 2 * u : 0.5 * (low + high);
    if (N * std::abs(slope * (next - u)) < 1e-3 || std::abs(next - u) < 1e-12 * u) break;  // of the exponent
    u = next;
  }
  return std::min(1.0, 2 * std::exp(-N * best));
}

/// Difference less what cells cannot resolve, in standard errors.
double score(double difference, double unresolved, double variance, double N) {
  const double excess = std::max(0.0, std::abs(difference) - unresolved);
  if (excess == 0) return 0;
  const double z = variance > 0 ? excess / std::sqrt(variance / N) : infinity;
  return std::copysign(z, difference);
}

/// Cell masses of axes a and b, flattened, with the products of their centred coordinates and moments of those.
struct Product {
  Array masses, values;
  double covariance, square;
};

Product product_of(const Grid& grid, const Array& density, const std::vector<Marginal>& marginals, int a, int b) {
  const Marginal &x = marginals[static_cast<std::size_t>(a)], &y = marginals[static_cast<std::size_t>(b)];
  if (a == b) return {x.masses, x.centred.array().square(), x.variance, x.fourth};
  const RowMatrix area = grid.axis(a).widths().matrix() * grid.axis(b).widths().matrix().transpose();
  const Array masses =
      pair_density(grid, density, a, b) * area.reshaped<Eigen::RowMajor>().array() / mass(grid, density);
  const Eigen::Map<const RowMatrix> plane(masses.data(), x.masses.size(), y.masses.size());
  const auto moment = [&](int power) {
    return cell_values(grid.axis(a), x.mean, power).dot(plane * cell_values(grid.axis(b), y.mean, power));
  };
  const RowMatrix products = x.centred * y.centred.transpose();
  return {masses, products.reshaped<Eigen::RowMajor>().array(), moment(1), moment(2)};
}

}  // namespace

KolmogorovSmirnov kolmogorov_smirnov(const Grid& grid, const Array& counts, double total, const Array& density) {
  const Array difference = counts / (total * grid.volumes()) - density;
  KolmogorovSmirnov result{Array::Zero(grid.dimension()), {}};
  for (int k = 0; k < grid.dimension(); ++k) {
    double sum = 0;
    for (const double part : axis_masses(grid, difference, k)) {
      sum += part;
      result.distance[k] = std::max(result.distance[k], std::abs(sum));
    }
  }
  result.p = (2 * (-2 * total * result.distance.square()).exp()).min(1);
  return result;
}

MomentTests moment_tests(const Grid& grid, const Array& density, const Vector& mean, const Matrix& covariance,
                         double count) {
  if (!(count > 0)) return {};
  const int d = grid.dimension();
  std::vector<Marginal> marginals;
  for (int k = 0; k < d; ++k) marginals.push_back(marginal_of(grid, density, k));
  MomentTests tests{Vector(d), Vector(d), Matrix(d, d), Matrix(d, d)};
  Vector shift(d);
  for (int k = 0; k < d; ++k) {
    const Marginal& x = marginals[static_cast<std::size_t>(k)];
    shift[k] = mean[k] - x.mean;
    tests.mean_z[k] = score(shift[k], x.resolution, x.variance, count);
    tests.mean_p[k] = tests.mean_z[k] == 0 ? 1 : tail(x.masses, x.centred, tests.mean_z[k], count);
  }
  for (int k = 0; k < d; ++k) {
    for (int l = 0; l <= k; ++l) {
      const Marginal &x = marginals[static_cast<std::size_t>(k)], &y = marginals[static_cast<std::size_t>(l)];
      const Product xy = product_of(grid, density, marginals, l, k);
      const double difference = covariance(k, l) + shift[k] * shift[l] - xy.covariance;
      const double unresolved = x.deviation() * y.resolution + y.deviation() * x.resolution +
                                1.5 * x.resolution * y.resolution;  // a point mass needs h^2/3 of these 3/8 h^2
      const double z = score(difference, unresolved, xy.square - xy.covariance * xy.covariance, count);
      tests.covariance_z(k, l) = tests.covariance_z(l, k) = z;
      tests.covariance_p(k, l) = tests.covariance_p(l, k) = z == 0 ? 1 : tail(xy.masses, xy.values, z, count);
    }
  }
  return tests;
}

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double least = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    least = std::max(least, std::min(1.0, static_cast<double>(order.size() - i) * p[order[i]]));
    adjusted[order[i]] = least;
  }
  return adjusted;
}

std::vector<Finding> findings(const Grid& grid, const Metrics& metrics) {
  std::vector<Finding> tests;
  const auto add = [&](std::string test, double p) {
    if (!std::isnan(p)) tests.push_back({std::move(test), p});
  };
  const auto name = [&](Eigen::Index k) { return grid.axis(static_cast<int>(k)).name; };
  if (metrics.p_value) add("chi-square", *metrics.p_value);
  for (Eigen::Index k = 0; k < metrics.ks_p.size(); ++k) add("Kolmogorov-Smirnov " + name(k), metrics.ks_p[k]);
  for (Eigen::Index k = 0; k < metrics.mean_p.size(); ++k) add("mean " + name(k), metrics.mean_p[k]);
  for (Eigen::Index k = 0; k < metrics.covariance_p.rows(); ++k) {
    for (Eigen::Index l = 0; l < k; ++l)
      add(fmt::format("covariance {} {}", name(l), name(k)), metrics.covariance_p(k, l));
    add("variance " + name(k), metrics.covariance_p(k, k));
  }
  return tests;
}

}  // namespace fokker
