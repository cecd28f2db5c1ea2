// SPDX-License-Identifier: MIT
#include "time/net_peclet.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/process/ito.hpp"
#include "fokker/study/solve.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Edges of dx = dt + sigma dw on 100 cells of [0, 1], cell Peclet number P.
Operator drifting(double P) {
  const Assembler assembler(brownian(v1(1), m1(std::sqrt(0.02 / P))), line(0, 1, 100), Flux::automatic, 1);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  return L;
}

bool exceeds(double above, const Operator& L, const Array& masses, int threads = 1) {
  return NetPeclet().choose({above}, L.grid, 0, L.directions[0], masses, threads) == DriftBy::remaps;
}

}  // namespace

TEST_CASE("of mass that drifts freely the net-flux Peclet number is that of the cells") {
  for (const double P : {.2, 1., 10.}) {
    const Operator L = drifting(P);
    const Array masses = averages(L.grid, normal(.5, .0064)) * L.grid.volumes();
    // a density of 8 cells width, .05 of it in the largest: on its lower side the noise takes at most that from the
    // sum, and the mean of two cells half of it times P
    CHECK(exceeds(0.96 * P - 0.055, L, masses));
    CHECK_FALSE(exceeds(1.03 * P, L, masses));
  }
}

TEST_CASE("in equilibrium, and at a boundary that the drift points to, the net-flux Peclet number exceeds nothing") {
  const Operator L = drifting(1);
  const Array exponents = L.grid.centres().col(0) * 100;  // v / (D / 2)
  Array equilibrium = (exponents - exponents.maxCoeff()).exp();
  equilibrium /= equilibrium.sum();
  CHECK_FALSE(exceeds(1e-6, L, equilibrium));
  const Array near_wall = averages(L.grid, normal(.8, .0064)) * L.grid.volumes();  // 9e-3 within .03 of it
  CHECK_FALSE(exceeds(.5, L, near_wall));
  const Array at_other_wall = averages(L.grid, normal(.2, .0064)) * L.grid.volumes();
  CHECK(exceeds(.5, L, at_other_wall));
}

TEST_CASE("between the limits, and at a boundary that the drift points to, edges take the complete flux") {
  const auto choice = [](double P, double mean) {
    const Operator L = drifting(P);
    const Array masses = averages(L.grid, normal(mean, .0064)) * L.grid.volumes();
    return NetPeclet().choose({carried_peclet, completed_peclet}, L.grid, 0, L.directions[0], masses, 1);
  };
  CHECK(choice(.1, .5) == DriftBy::edges);
  CHECK(choice(.28, .5) == DriftBy::complete_flux);
  CHECK(choice(1, .5) == DriftBy::remaps);
  CHECK(choice(1, .8) == DriftBy::complete_flux);
}

TEST_CASE("a peak of the stationary density within few cells stays with the edges, one of many cells need not") {
  // dx = -x dt + sigma dw on cells of .1: the stationary width is s; mass at 20 s moves towards it
  for (const double s : {.07, 1.}) {
    const Assembler assembler(
        ito_process(
            1, [](double, const PointsIn& x, PointsOut a) { a = -x; }, constant_noise(s * std::sqrt(2.0))),
        line(-5, 5, 100), Flux::automatic, 1);
    Operator L = assembler.blank();
    assembler.assemble(0, L);
    const Array half = 0.5 * (averages(L.grid, normal(0, s * s)) + averages(L.grid, normal(.3, s * s)));
    const bool narrow = s < .1;
    CHECK(exceeds(.3, L, half * L.grid.volumes()) == false);
    const Array far = averages(L.grid, normal(3, .01)) * L.grid.volumes();
    CHECK(exceeds(.4, L, far) == narrow);  // v h / (D / 2) = 61 and .3
  }
}

TEST_CASE("steps that choose give the same bits for every number of threads, and edges take what would cross") {
  const Process process = brownian(Vector(Vector::Constant(2, 1)), Matrix(0.05 * Matrix::Identity(2, 2)));
  const Grid grid({uniform_axis("x", -1, 2, 60), uniform_axis("y", -1, 2, 90)});
  const GaussianMixture start({1.0}, {Vector::Zero(2)}, {Matrix(.02 * Matrix::Identity(2, 2))});
  Array densities[2];
  for (const int threads : {1, 3}) {
    const Solution solution =
        solve(process, grid, start, {0, 1}, {.snapshots = 2, .steps = 10, .control = {.threads = threads}});
    CHECK(solution.statistics.carried[0] > 0);
    CHECK(solution.statistics.carried[1] > 0);
    densities[threads == 1 ? 0 : 1] = solution.densities.back();
  }
  CHECK((densities[0] == densities[1]).all());
}

TEST_CASE("where characteristics cross within a step, edges take the drift") {
  // a velocity of waves that 16 substeps cannot follow
  const Assembler assembler(
      ito_process(
          1, [](double, const PointsIn& x, PointsOut a) { a = 20 * (40 * x).sin(); }, constant_noise(.05)),
      line(-1, 1, 50), Flux::automatic, 1);
  Operator L = assembler.blank();
  assembler.assemble(0, 1, L);
  const Array start = averages(L.grid, normal(-.5, .01)) * L.grid.volumes();
  Array chosen = start, edges = start;
  StepStatistics of_choice, of_edges;
  const std::vector<int> axes = {0};
  ImplicitStepper stepper(Stepper::sdirk2, 1);
  stepper.hold_choice(&axes);
  stepper.advance(L, 1, chosen, of_choice);
  CHECK(stepper.choice() == std::vector<int>{1});
  const std::vector<int> complete = {1};
  ImplicitStepper by_edges(Stepper::sdirk2, 1);
  by_edges.hold_choice(&complete);
  by_edges.advance(L, 1, edges, of_edges);
  CHECK((chosen == edges).all());
  CHECK(of_choice.carried.sum() == 0);
  CHECK(of_choice.completed.sum() == 1);
}
