// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Overdamped motion from N(-1, 0.04) on [-2.4, 2.4], 240 cells.
Problem motion(const std::string& potential, double temperature, double end) {
  return {.process = langevin(Expression::parse(potential, {{"x"}, {}, true, {}}), temperature),
          .initial = normal(-1, 0.04),
          .time = {.end = end, .steps = 400},
          .grid = line(-2.4, 2.4, 240)};
}

const Check* stationary_row(const Result& result) {
  for (const Check& check : result.report.checks)
    if (text_of(check.comparison) == "forward|stationary") return &check;
  return nullptr;
}

}  // namespace

TEST_CASE("a run that has relaxed is compared with its Boltzmann density; one with 5 % more temperature is not that") {
  const Result result = run(motion("(x^2-1)^2", 0.9, 20));
  const Check* row = stationary_row(result);
  REQUIRE(row);
  CHECK(row->time == 20);
  CHECK(row->passed == true);
  CHECK(row->metrics.tv < 2e-4);  // of second order in the cells: the values at the centres against cell integrals
  const Result warmer = run(motion("(x^2-1)^2", 0.945, 20));
  CHECK(total_variation(result.evidence.grid, warmer.evidence.forward.densities.back(), result.evidence.stationary) >
        1e-2 * 0.8);
}

TEST_CASE("a run that is not stationary, or stuck behind a barrier, has no row") {
  CHECK_FALSE(stationary_row(run(motion("(x^2-1)^2", 0.4, 0.5))));
  // 20 kT: within a well the density stands still to 1e-7, yet all of it is in the left one
  const Result stuck = run(motion("(x^2-1)^2", 0.05, 20));
  const auto& densities = stuck.evidence.forward.densities;
  CHECK(total_variation(stuck.evidence.grid, densities.back(), densities.end()[-2]) < 1e-6);
  CHECK_FALSE(stationary_row(stuck));
}

TEST_CASE("no Boltzmann density is compared with beside absorbing boundaries, a tilt around a ring and inertia") {
  Problem absorbing = motion("(x^2-1)^2", 0.4, 20);
  absorbing.grid = line(-2.4, 2.4, 240, Boundary::absorbing);
  CHECK_FALSE(stationary_row(run(absorbing)));
  Problem ring = motion("cos(pi*x)", 1, 20);
  ring.grid = line(-2, 2, 200, Boundary::periodic);
  CHECK(stationary_row(run(ring)));
  ring.process = langevin(Expression::parse("cos(pi*x)+x", {{"x"}, {}, true, {}}), 1);
  CHECK_FALSE(stationary_row(run(ring)));
  CHECK_FALSE(kinetic_langevin(Expression::parse("x^4", {{"x", "v"}, {}, true, {}}), 1, 1).equilibrium);
}

TEST_CASE("a wrong stationary density fails its row") {
  Problem problem = motion("x^2/2", 1, 20);
  problem.grid = line(-6, 6, 240);
  problem.process.equilibrium = normal(0, 1.05);
  const Check* row = nullptr;
  const Result result = run(problem);
  REQUIRE((row = stationary_row(result)));
  CHECK(row->passed == false);
  CHECK(row->metrics.tv == relative(0.0118).epsilon(0.05));  // of N(0, 1) and N(0, 1.05)
}
