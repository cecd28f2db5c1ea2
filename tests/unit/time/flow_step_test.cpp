// SPDX-License-Identifier: MIT
#include "time/flow_step.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "fokker/process/ito.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr double turn = .7;  ///< angular velocity of the drift

/// Rotation about the origin with noise along the diagonal.
Process turning(double noise = .3) {
  Matrix G(2, 2);
  G << noise, 0, noise, 0;
  return ito_process(
      2,
      [](double, const PointsIn& x, PointsOut a) {
        a.col(0) = -turn * x.col(1);
        a.col(1) = turn * x.col(0);
      },
      constant_noise(G));
}

Operator flows_of(const Process& process, Eigen::Index cells, Boundary boundary = Boundary::reflecting) {
  const Grid grid(
      {uniform_axis("x", -1, 1, cells, {boundary, boundary}), uniform_axis("y", -1, 1, cells, {boundary, boundary})});
  const Assembler assembler(process, grid, Flux::flows, 1);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  return L;
}

Process still(const Matrix& G) {
  return ito_process(
      2, [](double, const PointsIn&, PointsOut a) { a.setZero(); }, constant_noise(G));
}

Array bump(const Grid& grid, double x, double y) {
  Vector mean(2);
  mean << x, y;
  return averages(grid, GaussianMixture{{1.0}, {mean}, {.01 * Matrix::Identity(2, 2)}}) * grid.volumes();
}

}  // namespace

TEST_CASE("centres move by half the drift, the noise, and half the drift again") {
  const Operator L = flows_of(turning(), 20);
  const double dt = .1;
  const MovedCentres moved = moved_centres(L.grid, {L.flows.get(), 0, dt}, 0, L.grid.cells(), 1);
  REQUIRE(moved.shares.size() == 3);
  CHECK(moved.shares[0] == relative(2.0 / 3));
  const Points centres = L.grid.centres();
  const auto turned = [](double x, double y, double angle) {
    return std::pair(x * std::cos(angle) - y * std::sin(angle), x * std::sin(angle) + y * std::cos(angle));
  };
  for (const Eigen::Index i : {Eigen::Index{170}, Eigen::Index{205}})
    for (std::size_t node = 0; node < 3; ++node) {
      const double z = node == 0 ? 0 : node == 1 ? std::sqrt(3.0) : -std::sqrt(3.0);
      auto [x, y] = turned(centres(i, 0), centres(i, 1), turn * dt / 2);
      std::tie(x, y) = turned(x + .3 * z * std::sqrt(dt), y + .3 * z * std::sqrt(dt), turn * dt / 2);
      CHECK(std::abs(moved.points[node](i, 0) - x) < 1e-7);
      CHECK(std::abs(moved.points[node](i, 1) - y) < 1e-7);
    }
}

TEST_CASE("a noise path that meets a reflecting boundary goes back along itself") {
  Matrix G(2, 2);
  G << 1, 0, .5, 0;
  const Operator L = flows_of(still(G), 20);
  const double dt = .03, way = std::sqrt(3 * dt);
  const MovedCentres moved = moved_centres(L.grid, {L.flows.get(), 0, dt}, 0, L.grid.cells(), 1);
  const Eigen::Index i = 18 * 20 + 10;  // at (.85, .05)
  // along (1, .5) it meets x = 1 after .15 and goes back for the rest
  const double back = .15 - (way - .15);
  CHECK(moved.points[1](i, 0) == relative(.85 + back).epsilon(1e-6));
  CHECK(moved.points[1](i, 1) == relative(.05 + .5 * back).epsilon(1e-6));
  CHECK(moved.points[2](i, 0) == relative(.85 - way));
}

TEST_CASE("a step keeps the mass, and moves the mean as the drift does") {
  const Operator L = flows_of(turning(.05), 80);
  Array masses = bump(L.grid, .3, 0);
  const double before = masses.sum();
  FlowStep step;
  StepStatistics statistics;
  for (int k = 0; k < 10; ++k) step.advance(L, 0, .05, 2, masses, statistics);
  CHECK(std::abs(masses.sum() - before) < 1e-14);
  // 4e-7 of the bump is beyond 7 of its widths, at a boundary
  CHECK(std::abs((masses * L.grid.centres().col(0)).sum() - .3 * std::cos(turn * .5)) < 2e-6);
  CHECK(std::abs((masses * L.grid.centres().col(1)).sum() - .3 * std::sin(turn * .5)) < 2e-6);
}

TEST_CASE("flows suit masses away from boundaries, and at boundaries that the drift does not cross") {
  Matrix G(2, 2);
  G << 1, 0, .5, 0;
  const Operator crossing = flows_of(turning(), 40), resting = flows_of(still(G), 40);
  const Operator round = flows_of(turning(), 40, Boundary::periodic);
  for (const double y : {0.0, .8}) {
    const Array masses = bump(crossing.grid, 0, y);  // 9e-3 or nothing of it in the three outermost cells
    CHECK(FlowStep::suits(crossing, .1, masses) == (y == 0));
    CHECK(FlowStep::suits(resting, .1, masses));
    CHECK(FlowStep::suits(round, .1, masses));
  }
}

TEST_CASE("the error of deposits is estimated within a factor 3") {
  const Operator L = flows_of(turning(), 80);
  const Array start = bump(L.grid, .3, 0);
  // one deposit at points between centres, beside the sum of what its cubic weights leave out
  DepositScratch scratch;
  StepStatistics statistics;
  Array masses = start;
  const double h = .025;
  Deposit(L.grid, {{.5, .5}, {L.grid.centres() + .3 * h, L.grid.centres() - .3 * h}}, 1)
      .apply(1, scratch, masses, statistics);
  Array exact = .5 * (bump(L.grid, .3 + .3 * h, .3 * h) + bump(L.grid, .3 - .3 * h, -.3 * h));
  const double error = (masses - exact).abs().sum(), estimate = FlowStep::deposit_error(L, start);
  CHECK(estimate / error > 1.0 / 3);
  CHECK(estimate / error < 3);
}
