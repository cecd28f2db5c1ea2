// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
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
    CHECK(std::string(error.what()).find("have to be created") != std::string::npos);
  }
}

namespace {

/// Mass that has left at x = 0, where the noise vanishes, and why its error is not known.
struct Left {
  double mass;
  std::string unknown;
};
Left left_at_zero(Process process, Grid grid, double start, double std, double end, Flux flux = Flux::automatic) {
  const Problem problem{.process = std::move(process),
                        .initial = normal(start, std * std),
                        .time = {.end = end, .snapshots = {0, end}},
                        .grid = std::move(grid),
                        .forward = {.flux = flux}};
  const Result result = run(problem);
  return {result.evidence.forward.absorbed.back()[0], result.evidence.forward.error_unknown};
}

}  // namespace

TEST_CASE("mass leaves through an absorbing boundary at which the noise vanishes") {
  const Boundaries ends{Boundary::absorbing, Boundary::reflecting};
  // sigma^2 x: exp(-2 x/(sigma^2 t)) is left at t; over N(x, s^2) times exp(s^2 c^2/2), c = 2/(sigma^2 t)
  const double c = 2 / (0.36 * 2), feller = std::exp(-0.5 * c + 0.5 * c * c * 1e-4);
  const Left rate =
      left_at_zero(cox_ingersoll_ross(v1(0), v1(0), v1(0.6)), Grid({uniform_axis("x", 0, 8, 200, ends)}), 0.5, 0.01, 2);
  CHECK(std::abs(rate.mass / feller - 1) < 5e-3);
  CHECK(rate.unknown.empty());
  // a solve of its own with 6000 cells at distances (i/n)^3
  const Left share =
      left_at_zero(jacobi(v1(0), v1(0.5), v1(1)),
                   Grid({uniform_axis("x", 0, 1, 200, {Boundary::absorbing, Boundary::absorbing})}), 0.3, 0.01, 1);
  CHECK(std::abs(share.mass / (0.53685 - 0.08931) - 1) < 5e-3);
  // x^1.4: the upper part of the gamma distribution of 1/0.6 beyond x^0.6/(2 sigma^2 0.09 t) (Cox 1975)
  const auto power = [](const std::string& sigma) {
    return custom_process({formula("0*x")}, {formula(sigma + "*x^0.7")}, Interpretation::ito);
  };
  const Left price = left_at_zero(power("0.8"), Grid({uniform_axis("x", 0, 6, 200, ends)}), 0.2, 0.02, 2);
  CHECK(std::abs(price.mass / 0.40278 - 1) < 1e-2);
  // values at the face alone let nothing through there
  for (const Left& left :
       {left_at_zero(power("(0.8 + 1e-4*t)"), Grid({uniform_axis("x", 0, 6, 200, ends)}), 0.2, 0.02, 2),
        left_at_zero(cox_ingersoll_ross(v1(0.5), v1(0.2), v1(0.8)), Grid({uniform_axis("x", 0, 6, 200, ends)}), 0.3,
                     0.03, 1, Flux::semi_lagrangian)}) {
    CHECK(left.unknown.find("the noise vanishes at the absorbing boundary x = 0") != std::string::npos);
  }
}

TEST_CASE(
    "structure within the cell at an absorbing boundary counts: a thin barrier, a skin of low noise, a repulsion") {
  const Boundaries ends{Boundary::absorbing, Boundary::reflecting};
  const auto absorbed = [&](Process process, double length, int cells) {
    return left_at_zero(std::move(process), Grid({uniform_axis("x", 0, length, cells, ends)}), 0.3, 0.03, 0.3).mass;
  };
  // solves of its own with 6000 to 8000 cells that resolve these
  const Process barrier = langevin(formula("-3*exp(-((x-0.004)/0.003)^2) + 4*exp(-((x-0.011)/0.002)^2)"), 1);
  CHECK(absorbed(barrier, 2, 100) == relative(0.6142).epsilon(3e-3));
  const Process skin = custom_process({formula("0")}, {formula("sqrt(2*if(x < 0.01, 0.01, 1))")}, Interpretation::ito);
  CHECK(absorbed(skin, 2, 100) == relative(0.6963).epsilon(3e-3));
  const Process repulsion = custom_process({formula("0.25/(x + 0.0005)")}, {formula("1")}, Interpretation::ito);
  CHECK(absorbed(repulsion, 4, 200) == relative(0.3456).epsilon(3e-3));
}
