// SPDX-License-Identifier: MIT
#include "fokker/study/fields.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/process/langevin.hpp"
#include "fv/cell_masses.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a Boltzmann density carries no current, to rounding") {
  const Process process = langevin(Expression::parse("(x^2 - 1)^2", {{"x"}, {}}), 0.25);
  const Grid grid = line(-2, 2, 200);
  const Array x = grid.centres().col(0);
  const auto boltzmann = [](const PointsIn& at, ArrayOut values) {
    values = -(at.col(0).square() - 1).square() / 0.25;
  };
  Array density = log_cell_means(grid, boltzmann, 1).exp();
  density /= mass(grid, density);
  const Points current = probability_current(process, grid, 0, density);
  // rates are up to D / h^2 = .5 / .0004 per cell of mass .02: rounding of 1e-16 of what goes each way
  CHECK(current.abs().maxCoeff() < 1e-12);
  CHECK(probability_current(process, grid, 0, density * (1 + 0.05 * x)).abs().maxCoeff() > 1e-3);
}

TEST_CASE("a drift along a circle carries its velocity times the density") {
  const Grid circle = line(0, 1, 50, Boundary::periodic);
  const Array density = Array::Constant(50, 1.0);
  const Points current = probability_current(brownian(v1(0.7), m1(0.5)), circle, 0, density);
  CHECK((current - 0.7).abs().maxCoeff() < 1e-12);
}

TEST_CASE("with correlated noise the current of a Gaussian is v p - 1/2 D grad p, of second order") {
  const Matrix sigma{{1, 0}, {0.6, 0.8}};
  const Matrix D = sigma * sigma.transpose();
  const Process process = brownian(Vector{{0.3, -0.2}}, sigma);
  std::vector<double> errors;
  for (const Eigen::Index n : {40, 80}) {
    const Grid grid({uniform_axis("x", -5, 5, n), uniform_axis("y", -5, 5, n)});
    const GaussianMixture law({1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)});
    const Array density = averages(grid, law);
    const Points x = grid.centres(), current = probability_current(process, grid, 0, density);
    const Array p = (-0.5 * (x.col(0).square() + x.col(1).square())).exp() / (2 * M_PI);
    double worst = 0;
    for (int k = 0; k < 2; ++k) {
      const Array exact = p * ((k == 0 ? 0.3 : -0.2) + 0.5 * (D(k, 0) * x.col(0) + D(k, 1) * x.col(1)));
      worst = std::max(worst, (current.col(k) - exact).abs().maxCoeff());
    }
    errors.push_back(worst);
  }
  CHECK(errors[1] < 1e-2);
  CHECK(std::log2(errors[0] / errors[1]) > 1.7);
}

TEST_CASE("the score of a density on the grid is that of a Gaussian, of second order") {
  std::vector<double> errors;
  for (const Eigen::Index n : {50, 100}) {
    const Grid grid = line(-5, 5, n);
    Points x(3, 1);
    x << -1.3, 0.2, 2.1;
    errors.push_back((density_score(grid, averages(grid, normal(0, 1)), x) + x).abs().maxCoeff());
  }
  CHECK(errors[1] < 1e-2);
  CHECK(std::log2(errors[0] / errors[1]) > 1.5);
}
