// SPDX-License-Identifier: MIT
#include "fokker/grid/grid.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("the last axis runs fastest") {
  const Grid grid({uniform_axis("x", 0, 2, 2), uniform_axis("y", 0, 3, 3)});
  const Points centres = grid.centres();
  CHECK(grid.cells() == 6);
  CHECK(centres(1, 0) == 0.5);
  CHECK(centres(1, 1) == 1.5);
  CHECK(centres(3, 0) == 1.5);
  CHECK(grid.above(2, 1) == 0);
  CHECK(grid.above(1, 0) == 4);
  CHECK(grid.above(4, 0) == 1);
}

TEST_CASE("edges of a uniform axis end exactly on min and max") {
  const Axis axis = uniform_axis("x", -0.1, 0.7, 3);
  CHECK(axis.edges[0] == -0.1);
  CHECK(axis.edges[3] == 0.7);
}

TEST_CASE("cell averages of a law narrower than a cell keep its mass") {
  const Grid grid = line(-6, 6, 16);
  for (const double variance : {0.0, 1e-12, 1e-4})
    CHECK(mass(grid, averages(grid, normal(0.1, variance))) == relative(1).epsilon(1e-15));
}

TEST_CASE(
    "cell averages of large grids are made in blocks of at most 2^17 cells, each a product of some cells of an axis") {
  // 1.2e6 cells: whole slabs of x; parts of a slab, where one has more cells; parts of the only line
  for (const std::vector<Eigen::Index>& cells : {std::vector<Eigen::Index>{100, 120, 100}, {3, 500, 800}, {1200000}}) {
    std::vector<Axis> axes;
    for (const Eigen::Index n : cells) axes.push_back(uniform_axis("x" + std::to_string(axes.size()), 0, 1, n));
    const Grid grid(axes);
    Eigen::Index most = 0, next = 0;
    bool products = true;
    const Array numbers = cell_averages(grid, [&](const PointsIn& lower, const PointsIn& upper) -> Array {
      const Eigen::Index n = lower.rows();
      most = std::max(most, n);
      // the first coordinates that differ run through one axis; those before it stay
      for (Eigen::Index k = 0; k + 1 < lower.cols(); ++k)
        products &= n % grid.stride(static_cast<int>(k)) == 0 || lower(0, k) == lower(n - 1, k);
      next += n;
      return Array::LinSpaced(n, static_cast<double>(next - n), static_cast<double>(next - 1)) *
             (upper - lower).rowwise().prod();
    });
    CHECK(most <= Eigen::Index{1} << 17);
    CHECK(products);
    // volumes are products of the same differences: a few roundings
    CHECK((numbers / Array::LinSpaced(grid.cells(), 0, static_cast<double>(grid.cells() - 1)).max(1.0))
              .tail(grid.cells() - 1)
              .isApproxToConstant(1.0, 1e-14));
  }
}

TEST_CASE("one, two and seven threads give the same bits of cell averages") {
  const Grid grid({uniform_axis("x", -5, 5, 210), uniform_axis("y", -4, 6, 190)});
  const GaussianMixture apart({.3, .7}, {Vector{{-1, 0}}, Vector{{1, .5}}},
                              {Matrix(.4 * Matrix::Identity(2, 2)), Matrix(Vector{{.1, .2}}.asDiagonal())});
  const GaussianMixture correlated({1.0}, {Vector{{.2, .1}}}, {Matrix{{1, .6}, {.6, .5}}});
  for (const GaussianMixture& law : {apart, correlated}) {
    const BoxMass masses = [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); };
    const Array whole = masses(grid.lower_corners(), grid.upper_corners()) / grid.volumes();
    for (const int threads : {1, 2, 7}) CHECK((cell_averages(grid, masses, threads) == whole).all());
  }
}

TEST_CASE("moments over cells carry the variance of a cell") {
  // of point values at centres against the exact law: h^2/12 is what cell averaging adds (Sheppard's correction)
  const Grid grid = line(-8, 8, 64);
  const Array p = averages(grid, normal(0.3, 1));
  const double h = 0.25;
  CHECK(mean(grid, p)[0] == relative(0.3).epsilon(1e-12));
  CHECK(covariance(grid, p)(0, 0) == relative(1 + h * h / 12).epsilon(1e-12));
}

TEST_CASE("axis masses are the marginals") {
  const Grid grid({uniform_axis("x", -5, 5, 20), uniform_axis("y", -4, 6, 10)});
  const Array p = averages(grid, {{1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)}});
  const Array along = axis_masses(grid, p, 1);
  const Array alone = averages(Grid({grid.axis(1)}), normal(0, 1));
  // what lies outside the other axis (5.7e-7) is missing
  for (Eigen::Index i = 0; i < 10; ++i) CHECK(std::abs(along[i] - alone[i]) < 6e-7);
}

TEST_CASE("the marginal of a pair of axes is the density without the third") {
  const Axis x = uniform_axis("x", -9, 9, 12), y = uniform_axis("y", -8, 9, 10), z = uniform_axis("z", -9, 9, 14);
  const GaussianMixture cube({1.0}, {Vector::Zero(3)}, {Matrix::Identity(3, 3)});
  const GaussianMixture plane({1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)});
  const Grid grid({x, y, z});
  const Array p = averages(grid, cube);
  const Array xz = pair_density(grid, p, 0, 2), expected = averages(Grid({x, z}), plane);
  // what lies outside the box along y is below 1e-15; sums of ten numbers
  CHECK((xz - expected).abs().maxCoeff() < 1e-15);
}

TEST_CASE("axes that make no grid are refused") {
  CHECK_THROWS_AS(uniform_axis("x", 1, 1, 4), Error);
  CHECK_THROWS_AS(uniform_axis("x", 0, 1, 1), Error);
  CHECK_THROWS_AS(uniform_axis("x", 0, 1, 4, {Boundary::periodic, Boundary::absorbing}), Error);
  CHECK_THROWS_AS(Grid({}), Error);
  const Axis long_axis = uniform_axis("x", 0, 1, 1 << 17);
  CHECK_THROWS_AS(Grid({long_axis, long_axis, long_axis}), Error);
}

TEST_CASE("cell averages of a density on the grid are that density, and boxes share cells by volume") {
  const Grid grid({uniform_axis("x", 0, 3, 3), uniform_axis("y", -1, 1, 4)});
  const Array density = Array::LinSpaced(12, 0, 11);
  const BoxMass masses = piecewise_constant(grid, density);
  // a product of two widths and a division by it: one rounding
  CHECK((cell_averages(grid, masses) - density).abs().maxCoeff() <= 11 * 2.3e-16);
  Points lower(3, 2), upper(3, 2);
  lower << 0.5, -1, -9, -9, 4, 0;
  upper << 1.5, -0.75, 9, 9, 5, 1;
  const Array found = masses(lower, upper);
  CHECK(found[0] == relative((0 * 0.5 + 4 * 0.5) * 0.25).epsilon(1e-15));
  CHECK(found[1] == relative(density.sum() * 0.5).epsilon(1e-15));
  CHECK(found[2] == 0);
}
