// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Relative L1 error at t = 1 of an OU process with a rotating drift and noise of this correlation, n^2 cells.
struct Solution {
  Grid grid;
  Array density;
  double error;
};

Solution solve_ou(double correlation, Eigen::Index n) {
  const double c = 2 * correlation * std::sqrt(.15);
  const Process process = coupled_ornstein_uhlenbeck(Matrix{{1, .6}, {-.4, 1.5}}, Vector::Zero(2),
                                                     Matrix{{1, 0}, {c, std::sqrt(.6 - c * c)}});
  const GaussianMixture start({1.0}, {Vector{{1.5, -1}}}, {Matrix(.09 * Matrix::Identity(2, 2))});
  const Grid grid({uniform_axis("x", -4, 4, n), uniform_axis("y", -4, 4, n)});
  const Array density = solve(process, grid, averages(grid, start), step_times({0, 1}, n / 4, Spacing::uniform))
                            .trajectory.densities.back();
  CHECK(density.minCoeff() >= 0);
  return {grid, density, 2 * total_variation(grid, density, averages(grid, marginal(process, start, 0, 1)))};
}

}  // namespace

TEST_CASE("correlated noise is solved at second order, positive") {
  const double coarse = solve_ou(.8, 64).error, middle = solve_ou(.8, 128).error;
  CHECK(middle < 1.2e-2);  // 3.5e-3 at 256^2, four times as much at half the cells
  CHECK(std::log2(coarse / middle) > 1.8);
}

TEST_CASE("the correlated solution has the mean and covariance of the moment equations") {
  const Solution solution = solve_ou(.8, 128);
  const Vector m = mean(solution.grid, solution.density);
  const Matrix C = covariance(solution.grid, solution.density);
  // |difference| <= integral of |x - m| |p - q|: about a standard deviation (variance) times the L1 error, here
  // < 1.2e-2
  CHECK(std::abs(m[0] - .66332842) < 1.2e-2 * .6);
  CHECK(std::abs(m[1] + .02506305) < 1.2e-2 * .5);
  CHECK(std::abs(C(0, 0) - .34797851) < 1.2e-2 * .6);
  CHECK(std::abs(C(0, 1) - .22623792) < 1.2e-2 * .6);
  CHECK(std::abs(C(1, 1) - .24433190) < 1.2e-2 * .6);
}
