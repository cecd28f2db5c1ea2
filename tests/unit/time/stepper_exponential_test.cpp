// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <unsupported/Eigen/MatrixFunctions>

#include "fokker/time/stepper.hpp"
#include "relative.hpp"
#include "unit/time/operators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

// What the approximation (1e-14, with its constants rounded) and the fluxes' rounding (dt times the largest rate, here
// below 1e3, ulps) leave of masses that sum to 1.
constexpr double accurate = 1e-12;

Array after_step(const Operator& L, double dt, Array masses, StepStatistics& statistics) {
  ImplicitStepper(Stepper::exponential).advance(L, dt, masses, statistics);
  return masses;
}

}  // namespace

TEST_CASE("a step along a line is the exponential of the dense operator, however long it is") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic})
    for (const double dt : {1e-3, .1, 3.0, 40.0}) {
      const Operator L = operator_of(relaxing, line(-2, 2, 18, boundary));
      const Array start = random_masses(18);
      StepStatistics statistics;
      const Array masses = after_step(L, dt, start, statistics);
      CHECK((masses.matrix() - (dt * dense(L)).exp() * start.matrix()).cwiseAbs().sum() < accurate);
      CHECK(std::abs(masses.sum() + statistics.absorbed.sum() - 1) < 1e-13);  // rounding of some hundred operations
    }
}

TEST_CASE("what flows in during a step moves with the rest") {
  Operator L = operator_of(relaxing, line(-2, 2, 18));
  const Matrix rates = dense(L);
  BoundaryFlux inflow{Array::Zero(18), .4, .1};
  inflow.cells[0] = .4;
  inflow.cells[17] = .1;
  L.inflow = {inflow};
  const double dt = .7;
  const Array start = random_masses(18);
  StepStatistics statistics;
  const Array masses = after_step(L, dt, start, statistics);
  // exp of the operator with the source as one more column gives both parts of the solution
  Matrix augmented = Matrix::Zero(19, 19);
  augmented.topLeftCorner(18, 18) = dt * rates;
  augmented.col(18).head(18) = dt * inflow.cells.matrix();
  Vector state = Vector::Ones(19);
  state.head(18) = start.matrix();
  CHECK((masses.matrix() - (augmented.exp() * state).head(18)).cwiseAbs().sum() < accurate);
}

TEST_CASE("lines side by side move as each would alone, along both axes and under every boundary") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic})
    for (const bool along_y : {false, true}) {
      const Axis x = uniform_axis("x", -2, 2, 19, {boundary, boundary}),
                 y = uniform_axis("y", -2, 2, 18, {boundary, boundary});
      const Axis& along = along_y ? y : x;
      const Operator single = operator_of(relaxing, Grid({along}));
      Operator L{Grid({x, y})};
      const Eigen::Index cells = L.grid.cells();
      L.directions.push_back(
          {std::make_shared<Lines>(L.grid, along_y ? std::vector<int>{0, 1} : std::vector<int>{1, 0}), Array(cells),
           Array(cells)});
      for (Eigen::Index cell = 0; cell < cells; ++cell) {
        const Eigen::Index p = L.grid.position(cell, along_y ? 1 : 0);
        L.directions[0].up[cell] = single.directions[0].up[p];
        L.directions[0].down[cell] = single.directions[0].down[p];
      }
      const Array start = random_masses(cells);
      StepStatistics statistics;
      const Array masses = after_step(L, .4, start, statistics);
      for (Eigen::Index k = 0; k < L.directions[0].lines->count(); ++k) {
        std::vector<Eigen::Index> members(static_cast<std::size_t>(along.cells()));
        L.directions[0].lines->cells(k, 1, members.data());
        StepStatistics ignored;  // of one axis
        const Array alone = after_step(single, .4, start(members), ignored);
        // poles are summed in another order: rounding
        CHECK((alone - masses(members)).abs().maxCoeff() < 1e-14);
      }
    }
}

TEST_CASE("independent axes are exact in one step") {
  const Axis axis = uniform_axis("x", -2, 2, 18);
  const Operator one = operator_of(relaxing, Grid({axis}));
  const Operator two =
      operator_of(ornstein_uhlenbeck(Vector::Ones(2), Vector::Constant(2, .3), Vector::Constant(2, .8)),
                  Grid({axis, uniform_axis("y", -2, 2, 18)}));
  const Matrix start = random_masses(18 * 18).matrix().reshaped(18, 18);
  StepStatistics statistics;
  const Array masses = after_step(two, 2.0, start.reshaped().array(), statistics);
  const Matrix E = (2.0 * dense(one)).exp(), expected = E * start * E.transpose();
  CHECK((masses.matrix() - expected.reshaped()).cwiseAbs().sum() < accurate);
}

TEST_CASE("splitting directions that do not commute is of second order") {
  const Grid grid({uniform_axis("x", -3, 3, 14), uniform_axis("y", -3, 3, 14)});
  const Operator L = operator_of(
      coupled_ornstein_uhlenbeck(Matrix{{1, 1.5}, {-1.5, 1}}, Vector::Zero(2), Matrix::Identity(2, 2)), grid);
  const Array start = random_masses(grid.cells());
  const Vector exact = dense(L).exp() * start.matrix();
  const auto error = [&](int steps) {
    Array masses = start;
    StepStatistics statistics;
    ImplicitStepper stepper(Stepper::exponential);
    for (int k = 0; k < steps; ++k) stepper.advance(L, 1.0 / steps, masses, statistics);
    return (masses.matrix() - exact).cwiseAbs().sum();
  };
  // a factor 4 per doubling, up to the next order
  CHECK(error(16) / error(32) == relative(4).epsilon(.05));
}

TEST_CASE("a step over which the approximation fails is made in parts") {
  // carried over a hundred e-folds of the equilibrium at once: the rational function is off the exponential by 5
  const Operator L = operator_of(brownian(v1(5), v1(std::sqrt(.1))), line(0, 10, 200));
  Array start = Array::Zero(200);
  start[40] = 1;
  StepStatistics statistics;
  const Array masses = after_step(L, 1, start, statistics);
  CHECK(masses.minCoeff() >= 0);
  // each of 16 or 32 parts may be off by the negative masses that are tolerated, 1e-10
  CHECK((masses.matrix() - dense(L).exp() * start.matrix()).cwiseAbs().sum() < 32e-10);
  CHECK(std::abs(masses.sum() - statistics.zeroed_mass - 1) < 1e-12);  // some 1e3 fluxes of masses up to 1 round
}

TEST_CASE("adaptive steps see where the approximation fails and shorten") {
  const Grid grid = line(0, 10, 200);
  const Assembler assembler(brownian(v1(5), v1(std::sqrt(.1))), grid);
  Array start = Array::Zero(200);
  start[40] = 1;
  IntegrateOptions options;
  options.stepper = Stepper::exponential;
  options.tolerance = 1e-8;
  const Array start_density = start / grid.volumes();
  const Integration found = integrate_adaptive(assembler, start_density, {0, 1}, options);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  const Array exact = (dense(L).exp() * start.matrix()).array() / grid.volumes();
  CHECK(found.statistics.limited_mass < 1e-8);
  // errors of its steps add up at most, an exponential being a contraction in L1
  CHECK(2 * total_variation(grid, found.trajectory.densities.back(), exact) <
        1e-8 * static_cast<double>(found.statistics.steps));
}

TEST_CASE("one step of a process with a time modulation is as good as many") {
  const Grid grid = line(-6, 6, 120);
  const Assembler assembler(variance_exploding(.1, 2, 1), grid);
  IntegrateOptions options;
  options.stepper = Stepper::exponential;
  const auto end = [&](long steps) {
    return integrate(assembler, averages(grid, normal(0, .2)), step_times({0, 1}, steps, Spacing::uniform), options)
        .trajectory.densities.back();
  };
  CHECK(2 * total_variation(grid, end(1), end(32)) < 32 * accurate);
}
