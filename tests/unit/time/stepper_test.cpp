// SPDX-License-Identifier: MIT
#include "fokker/time/stepper.hpp"

#include <doctest/doctest.h>

#include <Eigen/LU>

#include "relative.hpp"
#include "unit/time/operators.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("backward Euler along a line solves the dense system") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic}) {
    const Operator L = operator_of(relaxing, line(-2, 2, 17, boundary));
    const Array start = random_masses(17);
    Array masses = start;
    StepStatistics statistics;
    ImplicitStepper(Stepper::backward_euler).advance(L, 0.3, masses, statistics);
    const Vector expected = (Matrix::Identity(17, 17) - 0.3 * dense(L)).lu().solve(start.matrix());
    CHECK((masses.matrix() - expected).cwiseAbs().maxCoeff() < 1e-14);
  }
}

TEST_CASE("SDIRK2 along a line is its rational function of the dense operator") {
  // R(z) = (1 + (1 - 2 g) z) / (1 - g z)^2 with g = 1 - 1/sqrt 2 (Alexander 1977)
  const double g = 1 - std::sqrt(.5);
  for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic}) {
    const Operator L = operator_of(relaxing, line(-2, 2, 17, boundary));
    const Array start = random_masses(17);
    Array masses = start;
    StepStatistics statistics;
    ImplicitStepper(Stepper::sdirk2).advance(L, 0.02, masses, statistics);
    const Matrix A = 0.02 * dense(L);
    const Matrix stage = Matrix::Identity(17, 17) - g * A;
    const Vector expected = (stage * stage).lu().solve(start.matrix() + (1 - 2 * g) * A * start.matrix());
    CHECK(statistics.limited_lines == 0);
    CHECK((masses.matrix() - expected).cwiseAbs().maxCoeff() < 1e-14);
  }
}

TEST_CASE("the limiter keeps a point mass positive, conserves it and says what it held back") {
  const Operator L = operator_of(relaxing, line(-2, 2, 64));
  Array masses = Array::Zero(64);
  masses[20] = 1;
  StepStatistics statistics;
  // some 80 cells of diffusion length squared: plain SDIRK2 undershoots here
  ImplicitStepper(Stepper::sdirk2).advance(L, 0.5, masses, statistics);
  CHECK(masses.minCoeff() >= 0);
  CHECK(statistics.limited_lines == 1);
  CHECK(statistics.limited_mass > 0);
  CHECK(std::abs(masses.sum() + statistics.zeroed_mass * -1 - 1) < 64 * 2.3e-16);
}

TEST_CASE("steps conserve mass and positivity from any start, for any step, in two dimensions") {
  for (const Stepper kind : {Stepper::sdirk2, Stepper::backward_euler, Stepper::exponential})
    for (const double dt : {1e-4, 0.1, 100.0})
      for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic}) {
        Vector theta(2), sigma(2);
        theta << 1, 4;
        sigma << .5, 1e-2;
        const Grid grid(
            {uniform_axis("x", -2, 2, 13, {boundary, boundary}), uniform_axis("y", -1, 1, 22, {boundary, boundary})});
        const Operator L = operator_of(ornstein_uhlenbeck(theta, Vector::Zero(2), sigma), grid);
        Array masses = random_masses(grid.cells());
        masses.head(40) = 0;
        const double before = masses.sum();
        StepStatistics statistics;
        ImplicitStepper stepper(kind);
        for (int k = 0; k < 20; ++k) stepper.advance(L, dt, masses, statistics);
        CHECK(masses.minCoeff() >= 0);
        // 286 cells, three sweeps, 20 steps, rounding of each flux (at most a few masses large)
        CHECK(std::abs(masses.sum() - statistics.zeroed_mass - before) < 1e-13);
      }
}

TEST_CASE("absorbed mass and what is left add up to one") {
  const Operator L = operator_of(brownian(v1(.3), v1(1)), line(-1, 1, 50, Boundary::absorbing));
  Array masses = Array::Constant(50, .02);
  StepStatistics statistics;
  ImplicitStepper stepper(Stepper::sdirk2);
  for (int k = 0; k < 100; ++k) stepper.advance(L, 0.01, masses, statistics);
  CHECK(statistics.absorbed[1] > statistics.absorbed[0]);
  CHECK(masses.sum() + statistics.absorbed.sum() == relative(1).epsilon(1e-13));
}

TEST_CASE("results are bitwise the same for every number of threads") {
  const Grid grid({uniform_axis("x", -2, 2, 33), uniform_axis("y", -2, 2, 41)});
  const Operator L = operator_of(ornstein_uhlenbeck(Vector::Ones(2), Vector::Zero(2), Vector::Ones(2)), grid);
  const auto run = [&](int threads) {
    Array masses = random_masses(grid.cells());
    StepStatistics statistics;
    ImplicitStepper(Stepper::sdirk2, threads).advance(L, 0.2, masses, statistics);
    return masses;
  };
  const Array one = run(1);
  CHECK((run(2) == one).all());
  CHECK((run(7) == one).all());
}

TEST_CASE("lines side by side move as each would alone, along both axes and under every boundary") {
  const Eigen::Index nx = 37, ny = 34;  // two panels and a rest, tiles and a rest
  for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic})
    for (const Stepper kind : {Stepper::sdirk2, Stepper::backward_euler})
      for (const bool along_y : {false, true}) {
        const Axis x = uniform_axis("x", -2, 2, nx, {boundary, boundary}),
                   y = uniform_axis("y", -2, 2, ny, {boundary, boundary});
        const Axis& along = along_y ? y : x;
        const Operator single = operator_of(relaxing, Grid({along}));
        Operator L{Grid({x, y})};
        L.directions.push_back(
            {std::make_shared<Lines>(L.grid, along_y ? std::vector<int>{0, 1} : std::vector<int>{1, 0}), Array(nx * ny),
             Array(nx * ny)});
        for (Eigen::Index cell = 0; cell < nx * ny; ++cell) {
          const Eigen::Index p = L.grid.position(cell, along_y ? 1 : 0);
          L.directions[0].up[cell] = single.directions[0].up[p];
          L.directions[0].down[cell] = single.directions[0].down[p];
        }
        const Array start = random_masses(nx * ny).square();  // uneven: SDIRK2 is limited here and there
        Array masses = start;
        StepStatistics statistics;
        ImplicitStepper(kind).advance(L, 0.4, masses, statistics);
        if (kind == Stepper::sdirk2) CHECK(statistics.limited_lines > 0);
        for (Eigen::Index line = 0; line < L.directions[0].lines->count(); ++line) {
          std::vector<Eigen::Index> cells(static_cast<std::size_t>(along.cells()));
          L.directions[0].lines->cells(line, 1, cells.data());
          Array alone = start(cells);
          StepStatistics ignored;
          ImplicitStepper(kind).advance(single, 0.4, alone, ignored);
          // alone an open line is swept from both ends, beside others from one: rounding
          const double rounding = boundary == Boundary::periodic ? 0 : 1e-13;
          CHECK(((Array(masses(cells)) - alone).abs() <= rounding * alone.maxCoeff()).all());
        }
      }
}
