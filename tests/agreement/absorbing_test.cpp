// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Some of an Ornstein-Uhlenbeck process leaves through the lower boundary.
Problem leaving(int cells) {
  return {.process = ornstein_uhlenbeck(v1(1), v1(0.3), v1(1)),
          .initial = normal(0.1, 0.15 * 0.15),
          .time = {.end = 1, .snapshots = {0, 0.5, 1}, .steps = cells},
          .grid = Grid({uniform_axis("x", -1, 1, cells, {Boundary::absorbing, Boundary::reflecting})}),
          .reversals = {{.name = "anderson"}, {.name = "half", .alpha = 0.5}}};
}

Result solved(int cells) { return run(leaving(cells)); }

/// L1 distance of a reversal from the forward density at the start.
double distance(const Result& result, std::size_t reverse) {
  const Evidence& e = result.evidence;
  return ((e.reversals[reverse].solution.densities[0] - e.forward.densities[0]).abs() * e.grid.volumes()).sum();
}

}  // namespace

TEST_CASE(
    "a reversal across an absorbing boundary gets its mass back and matches the forward marginals at second order") {
  const Result coarse = solved(100), fine = solved(200);
  for (const std::size_t reverse : {0, 1}) {
    CHECK(std::log2(distance(coarse, reverse) / distance(fine, reverse)) > 1.8);
    const GridSolution& back = fine.evidence.reversals[reverse].solution;
    // mass at the end and what came back in; rounding of 200 steps of 200 cells
    CHECK(std::abs(mass(fine.evidence.grid, back.densities[0]) + back.absorbed[0].sum() - back.starting_mass) < 1e-12);
    CHECK(back.absorbed[0][0] < 0);
    CHECK(back.absorbed[0][1] == 0);
    CHECK(back.starting_mass < 0.95);
  }
  CHECK(fine.report.invariants.mass_error < 1e-12);
}

TEST_CASE("without the ledger's flux a reversal would give the survivors only") {
  const Result right = solved(100);
  CHECK(distance(right, 0) < 0.02);
  // what is missing without it: the mass that left
  CHECK(1 - right.evidence.reversals[0].solution.starting_mass > 0.05);
}

TEST_CASE("reversed particles across an absorbing boundary are refused with the reason") {
  Problem problem = leaving(100);
  problem.particles = ParticleRun{.count = 1000, .reverse = {"anderson"}};
  try {
    run(problem);
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::problem);
    CHECK(error.diagnostics().front().key == "particles.reverse");
    CHECK(std::string(error.what()).find("have to be born") != std::string::npos);
  }
}
