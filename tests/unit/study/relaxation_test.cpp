// SPDX-License-Identifier: MIT
#include "study/relaxation.hpp"

#include <doctest/doctest.h>

#include <numbers>

#include "fokker/process/langevin.hpp"
#include "relative.hpp"
#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

double relaxation(const std::string& potential, double temperature, const Grid& grid, double span = 1) {
  std::vector<std::string> axes;
  for (const Axis& axis : grid.axes()) axes.push_back(axis.name);
  const Vector zero = Vector::Zero(grid.dimension());
  const Problem problem{.process = langevin(Expression::parse(potential, {axes, {}, true, {}}), temperature),
                        .initial = GaussianMixture({1.0}, {zero}, {0.01 * Matrix::Identity(zero.size(), zero.size())}),
                        .grid = grid};
  return slowest_relaxation(on_grid(CheckedProblem(problem)), span);
}

}  // namespace

TEST_CASE("the slowest relaxation is that of Ornstein and Uhlenbeck, of a box and of a ring") {
  // second order in the cells, up to 5e-3 in these numbers; the eigenvalue comes from above, to less than that
  CHECK(relaxation("0.75*x^2", 0.5, line(-6, 6, 200)) == relative(1.5).epsilon(5e-3));
  const double box = std::numbers::pi * std::numbers::pi / 4;  // D/2 (pi / L)^2 with L = 2, D/2 = 1
  CHECK(relaxation("0*x", 1, line(-1, 1, 100)) == relative(box).epsilon(5e-3));
  CHECK(relaxation("0*x", 1, line(-1, 1, 100, Boundary::periodic)) == relative(4 * box).epsilon(5e-3));
  const Grid plane({uniform_axis("x", -1, 1, 40), uniform_axis("y", -6, 6, 60)});
  CHECK(relaxation("y^2", 1, plane, 10) == relative(2).epsilon(2e-2));  // cells of 0.28 standard deviations: 1.3e-2
}

TEST_CASE("the slowest relaxation of a double well is twice the rate of escape from one of its wells") {
  // Kramers: V''(1) = 8, V''(0) = -4, so a rate of sqrt(32) / (2 pi) e^(-1 / T) each way; at T = 0.05 its first
  // correction is 3 % down, of order T
  const double kramers = 2 * std::sqrt(32.0) / (2 * std::numbers::pi) * std::exp(-20);
  CHECK(relaxation("(x^2-1)^2", 0.05, line(-1.8, 1.8, 300), 100) == relative(kramers).epsilon(0.06));
}
