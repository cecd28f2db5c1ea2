// SPDX-License-Identifier: MIT
// Four axes: what steps keep, and moments of linear processes.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/grid/grid.hpp"
#include "fokker/process/langevin.hpp"
#include "unit/time/operators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid hypercube(double half, Eigen::Index cells) {
  std::vector<Axis> axes;
  for (const char* name : {"x", "y", "u", "v"}) axes.push_back(uniform_axis(name, -half, half, cells));
  return Grid(axes);
}

Process kinetic() {
  return kinetic_langevin(Expression::parse("(x^2 + y^2)/2", {{"x", "y", "u", "v"}, {}, true, {}}), 1, 1);
}

/// Mean and covariance at t = 1/2 of N((.8, 0, -.4, 0), .5 I), on a grid; the covariance less that of a cell.
struct Moments {
  Vector mean;
  Matrix covariance;
};

GaussianMixture start() { return {{1.0}, {Vector{{.8, 0, -.4, 0}}}, {Matrix(.5 * Matrix::Identity(4, 4))}}; }

Moments moments(const Process& process, Eigen::Index cells) {
  const Grid grid = hypercube(5, cells);
  const StepTimes times = step_times({0, .5}, cells, Spacing::uniform);
  const Array p = solve(process, grid, averages(grid, start()), times).trajectory.densities.back();
  const double width = grid.axis(0).width(0);
  return {mean(grid, p), covariance(grid, p) - Matrix(width * width / 12 * Matrix::Identity(4, 4))};
}

/// Largest departure from the exact moments of a process.
double departure(const Moments& found, const Process& exact) {
  const GaussianMixture law = marginal(exact, start(), 0, .5);
  return std::max((found.mean - law.mean()).cwiseAbs().maxCoeff(),
                  (found.covariance - law.covariance()).cwiseAbs().maxCoeff());
}

Moments extrapolated(const Moments& coarse, const Moments& fine) {
  return {(4 * fine.mean - coarse.mean) / 3, (4 * fine.covariance - coarse.covariance) / 3};
}

}  // namespace

TEST_CASE("steps on four axes keep mass and sign, with the same bits for every number of threads") {
  const Grid grid = hypercube(5, 8);
  const Array masses = random_masses(grid.cells());  // far from smooth: limiters act
  for (const Process& process : {kinetic(), ornstein_uhlenbeck(Vector::Ones(4), Vector::Zero(4), Vector::Ones(4))}) {
    const Operator L = operator_of(process, grid);
    Array first;
    for (const int threads : {1, 2, 3}) {
      ImplicitStepper stepper(Stepper::sdirk2, threads);
      Array m = masses;
      StepStatistics statistics;
      statistics.absorbed = Array::Zero(8);
      for (int k = 0; k < 3; ++k) stepper.advance(L, 0.1, m, statistics);
      CHECK(std::abs(m.sum() - 1) < 1e-13);  // rounding of sums of 4096 masses
      CHECK(m.minCoeff() >= 0);
      if (threads == 1) first = m;
      CHECK((m == first).all());
    }
  }
}

TEST_CASE("means and covariances of noise along four axes are exact to second order, one 5 % off is not") {
  const Matrix theta{{1, .3, 0, 0}, {-.3, 1, .2, 0}, {0, 0, .7, -.5}, {.1, 0, .5, .7}};
  const Process turned = coupled_ornstein_uhlenbeck(theta, Vector::Zero(4), Vector{{1, .8, 1, .9}});
  const Process warmer = coupled_ornstein_uhlenbeck(1.05 * theta, Vector::Zero(4), 1.05 * Vector{{1, .8, 1, .9}});
  const Moments coarse = moments(turned, 10), fine = moments(turned, 20);
  // .070 on 10 cells per axis, .020 on 20: of second order up to h^4, which is left after extrapolation
  CHECK(std::abs(departure(coarse, turned) / departure(fine, turned) - 4) < 0.8);
  CHECK(departure(extrapolated(coarse, fine), turned) < 5e-3);
  CHECK(departure(extrapolated(coarse, fine), warmer) > 2e-2);
}

TEST_CASE("means and covariances of two positions and their velocities are exact to second order") {
  const double coarse = departure(moments(kinetic(), 10), kinetic()),
               fine = departure(moments(kinetic(), 20), kinetic());
  const double order = std::log2(coarse / fine);
  CHECK(order > 1.6);  // 2.3: edges of second order, remaps of fourth
  CHECK(order < 2.6);
  CHECK(fine < 2e-2);
}
