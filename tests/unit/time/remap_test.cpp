// SPDX-License-Identifier: MIT
#include "time/remap.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Transport along_x(std::function<double(double x, double t)> u) {
  return {0, 0, 0, [u](double t) -> Field {
            return [u, t](const PointsIn& x, PointsOut out) {
              out.setZero();
              for (Eigen::Index i = 0; i < x.rows(); ++i) out(i, 0) = u(x(i, 0), t);
            };
          }};
}

void remap(const Grid& grid, const Transport& transport, double from, double to, int threads, Array& masses,
           StepStatistics& statistics) {
  RemapScratch scratch;
  fokker::remap(grid, SlopeStencils(grid.axis(transport.axis)), transport, from, to, threads, scratch, masses,
                statistics);
}

Array uniform_masses(Eigen::Index n) {
  std::mt19937 random(3);
  Array masses(n);
  for (double& m : masses) m = std::generate_canonical<double, 53>(random);
  masses.segment(n / 3, n / 3) *= 1e-200;
  return masses;
}

/// L1 error after carrying a bump once round a periodic axis in 20 steps.
double remap_error(Eigen::Index n) {
  const Grid grid = line(0, 1, n, Boundary::periodic);
  const GaussianMixture law = normal(.5, .01);
  const Array start = averages(grid, law) * grid.volumes();
  Array masses = start;
  StepStatistics statistics;
  const Transport transport = along_x([](double, double) { return 1.0; });
  // steps of no whole number of cells
  for (int k = 0; k < 20; ++k) remap(grid, transport, .05 * k, .05 * (k + 1), 1, masses, statistics);
  return (masses - start).abs().sum();
}

}  // namespace

TEST_CASE("a remap keeps mass and positivity for any velocity and step") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic, Boundary::absorbing})
    for (const double dt : {1e-3, .3, 20.0}) {
      const Grid grid(
          {uniform_axis("x", 0, 2 * std::numbers::pi, 31, {boundary, boundary}), uniform_axis("y", 0, 1, 11)});
      Array masses = uniform_masses(grid.cells());
      const double before = masses.sum();
      StepStatistics statistics;
      remap(grid, along_x([](double x, double t) { return std::sin(x + .3) + .1 * t; }), 0, dt, 1, masses, statistics);
      CHECK(masses.minCoeff() >= 0);
      // rounding of sums of 341 masses of at most 1
      CHECK(std::abs(masses.sum() - statistics.zeroed_mass + statistics.absorbed.sum() - before) < 341 * 2.3e-16 * 10);
    }
}

TEST_CASE("a uniform shift by whole cells is exact to rounding") {
  const Grid grid = line(0, 1, 16, Boundary::periodic);
  const Array start = uniform_masses(16);
  Array masses = start;
  StepStatistics statistics;
  remap(grid, along_x([](double, double) { return 3.0 / 16; }), 0, 1, 1, masses, statistics);
  for (Eigen::Index i = 0; i < 16; ++i) CHECK(std::abs(masses[(i + 3) % 16] - start[i]) < 1e-14);
}

TEST_CASE("carrying a smooth density converges at better than third order") {
  // cubic interpolation between faces: fourth order where no slope is limited
  CHECK(std::log2(remap_error(50) / remap_error(100)) > 3);
}

TEST_CASE("a spike narrower than a cell is carried by v t, whatever the step") {
  // case: v = .5, t = 2, N(-.97, .01^2) in one cell of 48; the old limiter left it in its cell at small steps
  const Grid grid = line(-1.5, 1.5, 48);
  for (const int steps : {20, 100, 1000}) {
    Array masses = Array::Zero(48);
    masses[8] = 1;
    StepStatistics statistics;
    for (int k = 0; k < steps; ++k)
      remap(grid, along_x([](double, double) { return .5; }), 2. * k / steps, 2. * (k + 1) / steps, 1, masses,
            statistics);
    // rounding of 1000 steps
    CHECK(std::abs((masses * grid.centres().col(0)).sum() - grid.centres()(8, 0) - 1) < 1e-12);
    CHECK(masses.minCoeff() >= 0);
    CHECK(statistics.limited_mass > 0);
  }
}

TEST_CASE("characteristics follow a velocity that changes in time: a linear flow is exact") {
  // dx/dt = -t x takes N(m, v) at 0 to N(m e^(-t^2/2), v e^(-t^2)); Runge-Kutta's error at dt = .1 is about 1e-8
  const Grid grid = line(-6, 6, 600);
  Array masses = averages(grid, normal(1, .5)) * grid.volumes();
  StepStatistics statistics;
  for (int k = 0; k < 10; ++k)
    remap(grid, along_x([](double x, double t) { return -t * x; }), .1 * k, .1 * (k + 1), 1, masses, statistics);
  const Array exact = averages(grid, normal(std::exp(-.5), .5 * std::exp(-1.0))) * grid.volumes();
  // ten interpolations, each (h / width)^4 / 100 or so
  CHECK((masses - exact).abs().sum() < 1e-6);
}

TEST_CASE("what passes an absorbing boundary goes to the ledger, a reflecting boundary keeps it") {
  const Transport right = along_x([](double, double) { return 1.0; });
  for (const Boundary boundary : {Boundary::absorbing, Boundary::reflecting}) {
    const Grid grid = line(0, 1, 10, boundary);
    Array masses = Array::Constant(10, .1);
    StepStatistics statistics;
    remap(grid, right, 0, .25, 1, masses, statistics);
    CHECK(statistics.absorbed[0] == 0);
    CHECK(std::abs(statistics.absorbed[1] - (boundary == Boundary::absorbing ? .25 : 0)) < 1e-13);
    CHECK(masses.sum() == relative(boundary == Boundary::absorbing ? .75 : 1).epsilon(1e-13));
    CHECK(masses.head(2).abs().maxCoeff() < 1e-15);
  }
}

TEST_CASE("remaps are bitwise the same for every number of threads") {
  const Grid grid({uniform_axis("x", 0, 1, 20), uniform_axis("y", 0, 1, 37)});
  const auto run = [&](int threads) {
    Array masses = uniform_masses(grid.cells());
    StepStatistics statistics;
    remap(grid, along_x([](double x, double) { return .5 - x; }), 0, .7, threads, masses, statistics);
    return masses;
  };
  CHECK((run(1) == run(3)).all());
}

TEST_CASE("a velocity of few calls is asked once per stage, with the same bits") {
  const Grid grid({uniform_axis("x", 0, 1, 20), uniform_axis("y", 0, 1, 37)});  // blocks of 8 lines, and one of 5
  std::vector<Eigen::Index> asked;
  const auto run = [&](bool few_calls, int threads) {
    // below y = .4 points of one substep fall out of order; above it they keep their order
    const Transport waves = {0, 0, 0,
                             [&](double) -> Field {
                               return [&](const PointsIn& x, PointsOut out) {
                                 if (few_calls) asked.push_back(x.rows());
                                 out.setZero();
                                 out.col(0) = (x.col(1) < .4).select((15 * x.col(0)).sin(), 0.3 * x.col(0));
                               };
                             },
                             few_calls};
    Array masses = uniform_masses(grid.cells());
    StepStatistics statistics;
    remap(grid, waves, 0, .7, threads, masses, statistics);
    return masses;
  };
  const Array together = run(true, 2);
  CHECK((together == run(false, 1)).all());
  const Eigen::Index all = 37 * 21, left = 2 * 8 * 21;  // 15 lines lie below .4
  CHECK(std::vector<Eigen::Index>(asked.begin(), asked.begin() + 4) == std::vector<Eigen::Index>(4, all));
  // one substep, then 2, 4, ... until the lines of two blocks keep their order
  CHECK(asked.size() > 4);
  CHECK(std::all_of(asked.begin() + 4, asked.end(), [&](Eigen::Index rows) { return rows == left; }));
  CHECK((asked.size() - 4) % 8 == 0);
}
