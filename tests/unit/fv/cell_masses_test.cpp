// SPDX-License-Identifier: MIT
#include "fv/cell_masses.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "relative.hpp"
#include "support.hpp"

using namespace fokker;

namespace {

/// Mean of e^(a x - x^2 / (2 s^2)) over [lower, upper].
double mean_of_normal(double a, double s, double lower, double upper) {
  const double m = a * s * s, scale = s * std::exp(0.5 * a * m) * std::sqrt(std::acos(-1.0) / 2);
  const double z = (lower - m) / (s * std::sqrt(2)), y = (upper - m) / (s * std::sqrt(2));
  const double share = z > 0   ? std::erfc(z) - std::erfc(y)
                       : y < 0 ? std::erfc(-y) - std::erfc(-z)
                               : std::erf(y) - std::erf(z);
  return scale * share / (upper - lower);
}

}  // namespace

TEST_CASE(
    "means of a normal density over cells, narrow and wide, are right to the part of the largest that is stated") {
  for (const double s : {0.05, 0.3, 2.0}) {
    const Grid grid({uniform_axis("x", -1, 1, 24), uniform_axis("y", -2, 2, 20)});
    const Array logs = log_cell_means(
        grid,
        [s](const PointsIn& x, ArrayOut values) { values = x.col(0) - 0.5 * x.square().rowwise().sum() / (s * s); }, 1);
    const Points lower = grid.lower_corners(), upper = grid.upper_corners();
    Array exact(grid.cells());
    for (Eigen::Index i = 0; i < grid.cells(); ++i)
      exact[i] = mean_of_normal(1, s, lower(i, 0), upper(i, 0)) * mean_of_normal(0, s, lower(i, 1), upper(i, 1));
    CAPTURE(s);
    const Array share = exact / exact.maxCoeff();
    const Array relative = (share > 1e-280).select((logs.exp() / exact - 1).abs(), 0);
    // erfc of the exact means is right to some 1e-13 of them
    CHECK((relative * share).maxCoeff() < 1e-12);
    CHECK(relative.maxCoeff() < 1e-6);
  }
}

TEST_CASE("means over cells do not depend on the order of the axes, and show a jump to a thousandth") {
  const auto means = [](bool swapped) {
    const Axis x = uniform_axis("x", 0, 1, 11), y = uniform_axis("y", 0, 1, 7);
    const Grid grid(swapped ? std::vector<Axis>{y, x} : std::vector<Axis>{x, y});
    const int k = swapped ? 1 : 0;
    return Array(log_cell_means(
                     grid,
                     [k](const PointsIn& at, ArrayOut values) {
                       values = (at.col(k) + 0.3 * at.col(1 - k) > 0.537).select(Array::Zero(at.rows()), -3.0);
                     },
                     1)
                     .exp());
  };
  const Array straight = means(false), turned = means(true);
  for (Eigen::Index i = 0; i < 11; ++i)
    for (Eigen::Index j = 0; j < 7; ++j) CHECK(std::abs(straight[i * 7 + j] / turned[j * 11 + i] - 1) < 1e-12);
  // x < .537 - .3 y holds on .387 of the square
  CHECK(straight.mean() == relative(1 - 0.387 * (1 - std::exp(-3))).epsilon(1e-3));
}
