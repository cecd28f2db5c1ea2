// SPDX-License-Identifier: MIT
#include "fokker/time/integrate.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("adaptive steps land on the knots and hold the tolerance per unit of time") {
  const Process process = variance_preserving(.1, 20, 1);
  const Grid grid = line(-5, 5, 400);
  const Assembler assembler(process, grid);
  const Array start = averages(grid, vp_mixture());
  // the reference takes 4000 fixed steps: its own step error is (4000/100)^2 times below that of the coarsest run
  const Array reference =
      solve(process, grid, start, step_times({0, 1}, 4000, Spacing::uniform)).trajectory.densities.back();
  for (const double tolerance : {1e-4, 1e-6}) {
    IntegrateOptions options;
    options.tolerance = tolerance;
    const Integration run = integrate_adaptive(assembler, start, {0, 0.3, 1}, options);
    CHECK(run.trajectory.times == std::vector<double>{0, 0.3, 1});
    // errors of a contracting flow add up at most: tolerance per accepted pair of half steps
    const double bound = tolerance * static_cast<double>(run.statistics.steps) / 2;
    CHECK(2 * total_variation(grid, run.trajectory.densities.back(), reference) < bound);
  }
}

TEST_CASE("kept steps hold every step and the knots point into them") {
  const Grid grid = line(-5, 5, 50);
  IntegrateOptions options;
  options.keep_steps = true;
  const Integration run = solve(brownian(v1(0), v1(1)), grid, averages(grid, normal(0, 1)),
                                step_times({0, 0.5, 1}, 10, Spacing::uniform), options);
  CHECK(run.trajectory.times.size() == 11);
  CHECK(run.knots == std::vector<std::size_t>{0, 5, 10});
}

TEST_CASE("a stop request ends the solve with the fault of an interruption") {
  std::atomic<bool> flag{true};
  Control control;
  control.stop = StopToken(flag);
  const Grid grid = line(-5, 5, 50);
  const Assembler assembler(brownian(v1(0), v1(1)), grid);
  try {
    integrate(assembler, averages(grid, normal(0, 1)), step_times({0, 1}, 10, Spacing::uniform), {.control = control});
    FAIL("the solve went on");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::interrupted);
  }
}

TEST_CASE("each_step hears every time and mass, and fixed steps over these times repeat an adaptive solve bitwise") {
  const Process process = variance_preserving(.1, 20, 1);
  const Grid grid = line(-5, 5, 64);
  const Assembler assembler(process, grid);
  const Array start = averages(grid, vp_mixture());
  StepTimes heard;
  IntegrateOptions options;
  options.each_step = [&](double t, const Array&) {
    heard.times.push_back(t);
    heard.is_knot.push_back(t == 0 || t == 0.3 || t == 1);
  };
  const Integration adaptive = integrate_adaptive(assembler, start, {0, 0.3, 1}, options);
  CHECK(static_cast<std::int64_t>(heard.times.size()) == adaptive.statistics.steps + 1);
  const Integration fixed = integrate(assembler, start, heard);
  for (std::size_t k = 0; k < 3; ++k) CHECK((fixed.trajectory.densities[k] == adaptive.trajectory.densities[k]).all());
}

TEST_CASE("the ledger at each knot closes, and its rate is the derivative of what was absorbed") {
  const Grid grid = line(-1, 1, 50, Boundary::absorbing);
  const Array start = averages(grid, normal(0.2, .01));
  IntegrateOptions options;
  options.boundary_rates = true;
  const std::vector<double> knots{0, 0.299, 0.3, 0.301, 0.5};
  const Integration run = solve(brownian(v1(0), v1(1)), grid, start, step_times(knots, 500, Spacing::uniform), options);
  REQUIRE(run.absorbed.size() == 5);
  // rounding of 50 cells over 500 steps
  for (std::size_t k = 0; k < 5; ++k)
    CHECK(std::abs(mass(grid, run.trajectory.densities[k]) + run.absorbed[k].sum() - mass(grid, start)) < 1e-12);
  const Array rate = (run.absorbed[3] - run.absorbed[1]) / (knots[3] - knots[1]);
  // central difference over 2e-3 of a rate that changes on the time scale 8/pi^2 / 9: (1e-3)^2 / 6 * 123
  CHECK(((run.absorption_rates[2] / rate - 1).abs() < 5e-5).all());
  CHECK(run.absorption_rates[2][1] > run.absorption_rates[2][0]);
}
