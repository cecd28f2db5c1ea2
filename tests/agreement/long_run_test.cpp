// SPDX-License-Identifier: MIT
// Rounding over a million steps.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("slow: a million backward-Euler steps keep the mass to 1e-13 and stay positive" * doctest::skip()) {
  const Grid grid = line(-4, 4, 256);
  const auto written = [&](double mu) {
    const Assembler assembler(ornstein_uhlenbeck(v1(1), v1(mu), v1(.6)), grid);
    Operator L = assembler.blank();
    assembler.assemble(0, L);
    return L;
  };
  // the drift's sign is drawn at each step: the density neither rests nor repeats itself and goes on rounding
  const Operator left = written(-1), right = written(1);
  std::mt19937 draws(1);
  const OperatorAt at = [&](double, double, Operator& L) {
    L.directions = draws() % 2 == 0 ? left.directions : right.directions;
  };
  constexpr std::size_t steps = 1000000;
  StepTimes times{spaced_times(0, 1e4, steps + 1, Spacing::uniform), std::vector<bool>(steps + 1, false)};
  times.is_knot.front() = times.is_knot.back() = true;
  IntegrateOptions options;
  options.stepper = Stepper::backward_euler;
  double lowest = 1;
  options.each_step = [&](double, const Array& masses) { lowest = std::min(lowest, masses.minCoeff()); };
  const Array start = averages(grid, normal(.5, .09));
  options.control.threads = 1;
  const Integration run = integrate(at, {grid}, start, times, options);
  const double drift = std::abs(mass(grid, run.trajectory.densities.back()) / mass(grid, start) - 1);
  CHECK(run.statistics.steps == steps);
  // each step rounds 256 masses of some 1/256 by half an ulp at random: 7e-18, a thousand times that over the steps
  MESSAGE("mass drift " << drift << ", minimum " << lowest << ", zeroed mass " << run.statistics.zeroed_mass);
  CHECK(drift <= 1e-13);
  CHECK(lowest >= 0);
}
