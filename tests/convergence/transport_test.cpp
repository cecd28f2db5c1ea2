// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/process/langevin.hpp"
#include "fokker/score/score.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Integration carried(const Process& process, Flux flux, const Grid& grid, const Array& start, const StepTimes& times) {
  const Assembler assembler(process, grid, flux);
  return integrate(assembler, start, times);
}

/// L1 error at t = 1e-3 of the reversed VP mixture with the exact score.
double flow_error(double alpha, Flux flux, Eigen::Index cells, long steps) {
  const Process vp = variance_preserving(.1, 20, 1);
  const auto exact = [&](double t) { return averages(line(-5, 5, cells), marginal(vp, vp_mixture(), 0, t)); };
  const Grid grid = line(-5, 5, cells);
  const Score score = exact_score(vp, vp_mixture(), 0);
  const Integration back = carried(reversed(vp, score, alpha, 1), flux, grid, exact(1),
                                   mirrored(step_times({1e-3, 1}, steps, Spacing::uniform), 1));
  const Array& density = back.trajectory.densities.back();
  CHECK(density.minCoeff() >= 0);
  // [-5, 5] holds all but 6e-7 of N(0, 1); rounding of 200 remaps
  CHECK(std::abs(mass(grid, density) - mass(grid, exact(1))) < 1e-13);
  return 2 * total_variation(grid, density, exact(1e-3));
}

struct KineticErrors {
  double forward, reversed;
};

KineticErrors kinetic_errors(Eigen::Index cells) {
  const Expression potential = Expression::parse("x^2/2", {{"x", "v"}, {}, true, {}});
  const Process process = kinetic_langevin(potential, 1, 1);
  const GaussianMixture start({1.0}, {Vector{{1, 0}}}, {Matrix(.25 * Matrix::Identity(2, 2))});
  const Grid grid({uniform_axis("x", -6, 6, cells), uniform_axis("v", -6, 6, cells)});
  const Array first = averages(grid, start), last = averages(grid, marginal(process, start, 0, 1));
  // the velocity relaxes within a fraction of the friction time: steps shrink towards the start
  const StepTimes times = step_times({0, .05, .1, .2, .4, 1}, cells / 4, Spacing::geometric);
  const Array there = carried(process, Flux::automatic, grid, first, times).trajectory.densities.back();
  const Process backward = reversed(process, exact_score(process, start, 0), 1, 1);
  const Array back = carried(backward, Flux::automatic, grid, last, mirrored(times, 1)).trajectory.densities.back();
  return {2 * total_variation(grid, there, last), 2 * total_variation(grid, back, first)};
}

}  // namespace

TEST_CASE("the probability flow leads back within 5e-5, positive, mass to rounding") {
  CHECK(flow_error(0, Flux::automatic, 1024, 200) < 5e-5);
}

TEST_CASE("the probability flow converges at better than second order") {
  CHECK(std::log2(flow_error(0, Flux::automatic, 256, 50) / flow_error(0, Flux::automatic, 512, 100)) > 1.9);
}

TEST_CASE("with weak noise remaps converge at second order and beat fitted edges") {
  const double coarse = flow_error(.3, Flux::semi_lagrangian, 256, 50);
  const double fine = flow_error(.3, Flux::semi_lagrangian, 512, 100);
  CHECK(std::log2(coarse / fine) > 1.9);
  CHECK(fine < .1 * flow_error(.3, Flux::scharfetter_gummel, 512, 100));
}

TEST_CASE("a kinetic process and its reversal converge at second order") {
  const KineticErrors coarse = kinetic_errors(64), fine = kinetic_errors(128);
  CHECK(std::log2(coarse.forward / fine.forward) > 1.9);
  CHECK(std::log2(coarse.reversed / fine.reversed) > 1.8);
  // 3e-4 at 400 cells each, second order: 3e-4 (400 / 128)^2
  CHECK(fine.forward < 3e-3);
  CHECK(fine.reversed < 3e-3);
}
