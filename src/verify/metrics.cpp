#include "fokker/verify/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

struct KullbackLeibler {
  double value = 0;
  std::int64_t empty_cells = 0;
};

/// q log(q/p) - q + p >= 0 of q, p > 0, without cancellation where they are near each other.
double divergence(double q, double p) {
  const double ratio = q / p;
  if (ratio > 0.5 && ratio < 2) {
    const double u = (p - q) / q;
    return q * (u - std::log1p(u));
  }
  return p - q + q * (std::isfinite(ratio) && ratio > 0 ? std::log(ratio) : std::log(q) - std::log(p));
}

/// sum q log(q/p) - q + p >= 0: for laws of equal mass the divergence itself, and where mass is missing (absorbing
/// boundaries, tails outside the box) still 0 only for equal densities.
KullbackLeibler kullback_leibler(const Grid& grid, const Array& p, const Array& q) {
  KullbackLeibler kl;
  for (Eigen::Index i = 0; i < p.size(); ++i) {
    if (q[i] > 0 && !(p[i] > 0)) {
      ++kl.empty_cells;
      continue;
    }
    const double term = q[i] > 0 ? divergence(q[i], p[i]) : p[i];
    kl.value += term * grid.volumes()[i];
  }
  return kl;
}

/// Integral of |linear| over a length `width` with end values a and b.
double absolute_integral(double a, double b, double width) {
  if (a * b >= 0) return 0.5 * width * (std::abs(a) + std::abs(b));
  return 0.5 * width * (a * a + b * b) / (std::abs(a) + std::abs(b));
}

/// Part of a cell on which the linear function with end values a and b lies below c.
double part_below(double a, double b, double c) {
  if (a > b) std::swap(a, b);
  if (c <= a) return 0;
  return c >= b ? 1 : (c - a) / (b - a);
}

/// Level below which the piecewise linear function with values d at the edges spends half the length.
double median_level(const Axis& axis, const Array& d) {
  const double half = 0.5 * (axis.edges[axis.cells()] - axis.edges[0]);
  double low = d.minCoeff(), high = d.maxCoeff();
  for (int step = 0; step < 60; ++step) {  // 60 halvings reach the rounding of d
    const double level = 0.5 * (low + high);
    double below = 0;
    for (Eigen::Index i = 0; i < axis.cells(); ++i) below += axis.width(i) * part_below(d[i], d[i + 1], level);
    (below < half ? low : high) = level;
  }
  return 0.5 * (low + high);
}

/// Integral of |F - G| of the two marginals, their distribution functions linear within cells, each normalised.
/// On a circle the least over constants added to F - G (Rabin, Delon and Gousseau, J. Math. Imaging Vis. 41 (2011)
/// 147).
double wasserstein(const Axis& axis, const Array& p, const Array& q) {
  const Array difference = p / p.sum() - q / q.sum();
  Array d = Array::Zero(axis.cells() + 1);
  for (Eigen::Index i = 0; i < axis.cells(); ++i) d[i + 1] = d[i] + difference[i];
  if (axis.periodic()) d -= median_level(axis, d);
  double distance = 0;
  for (Eigen::Index i = 0; i < axis.cells(); ++i) distance += absolute_integral(d[i], d[i + 1], axis.width(i));
  return distance;
}

}  // namespace

Metrics compare(const Grid& grid, const Array& first, const Array& second) {
  Metrics metrics;
  const Array difference = (first - second).abs();
  metrics.tv = 0.5 * (difference * grid.volumes()).sum();
  const KullbackLeibler kl = kullback_leibler(grid, first, second);
  metrics.kl_empty_cells = kl.empty_cells;
  if (kl.empty_cells == 0) metrics.kl = kl.value;
  metrics.w1.resize(grid.dimension());
  for (int k = 0; k < grid.dimension(); ++k) {
    metrics.w1[k] = wasserstein(grid.axis(k), axis_masses(grid, first, k), axis_masses(grid, second, k));
  }
  metrics.linf = difference.maxCoeff() / second.maxCoeff();
  metrics.mean = mean(grid, first) - mean(grid, second);
  metrics.covariance = covariance(grid, first) - covariance(grid, second);
  return metrics;
}

}  // namespace fokker
