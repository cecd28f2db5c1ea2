// SPDX-License-Identifier: MIT
#include <cmath>
#include <utility>

#include "fokker/verify/metrics.hpp"

namespace fokker {
namespace {

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

MetricEntry w1_metric() {
  return {.rank = 30,
          .name = "w1",
          .long_name = "Wasserstein-1 distance of the marginals",
          .unit = "length",
          .title = "Wasserstein-1 distance",
          .meaning = "Wasserstein-1 distance, the largest of the axes",
          .sentence = "Wasserstein-1: how far the mass of an axis has to move on average to turn one into the other.",
          .shape = MetricShape::axes,
          .member = &Metrics::w1,
          .densities = [](const Grid& grid, const Array& first, const Array& second) {
            Matrix distances(grid.dimension(), 1);
            for (int k = 0; k < grid.dimension(); ++k)
              distances(k, 0) = wasserstein(grid.axis(k), axis_masses(grid, first, k), axis_masses(grid, second, k));
            return distances;
          }};
}

}  // namespace fokker
