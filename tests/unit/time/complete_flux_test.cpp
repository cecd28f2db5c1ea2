// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/study/solve.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// dx = dt + sqrt(2 d) dw.
Process moving(double d) { return brownian(v1(1), m1(std::sqrt(2 * d))); }

/// Relative L1 error of a Gaussian that moves from -.5 to .5; P is the cell Peclet number on 200 cells.
double error(double P, const Grid& grid, double std, Flux flux = Flux::complete_flux) {
  const Process process = moving(.02 / P);
  const GaussianMixture start = normal_of_std(-.5, std);
  const Solution solution = solve(process, grid, start, {0, 1}, {.snapshots = 2, .steps = grid.cells(), .flux = flux});
  CHECK(std::abs((solution.densities.back() * grid.volumes()).sum() - 1) < 1e-12);
  CHECK(solution.densities.back().minCoeff() >= 0);
  return 2 * total_variation(grid, solution.densities.back(), averages(grid, marginal(process, start, 0, 1)));
}

Operator operator_of(const Process& process, const Grid& grid) {
  const Assembler assembler(process, grid, Flux::complete_flux, 1);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  return L;
}

Array stepped(const Operator& L, Array masses, double dt, int steps, int threads = 1) {
  ImplicitStepper stepper(Stepper::sdirk2, threads);
  StepStatistics statistics;
  for (int k = 0; k < steps; ++k) stepper.advance(L, dt, masses, statistics);
  return masses;
}

}  // namespace

TEST_CASE("the complete flux has the errors of its prototype") {
  // a prototype with the same steps had these errors (rounded), std .1
  const std::pair<double, std::array<double, 3>> known[] = {{.5, {4.2e-3, 1.5e-3, 4.3e-4}},
                                                            {1, {3.0e-3, 2.5e-3, 8.9e-4}},
                                                            {3, {3.7e-2, 2.3e-3, 1.2e-3}},
                                                            {10, {1.1e-1, 2.6e-2, 4.2e-3}},
                                                            {30, {1.5e-1, 4.0e-2, 9.6e-3}}};
  for (const auto& one : known) {
    const double P = one.first;
    CAPTURE(P);
    for (std::size_t k = 0; k < 3; ++k)
      CHECK(error(P, line(-2, 2, 100 << k), .1) == relative(one.second[k]).epsilon(.05));
  }
}

TEST_CASE("one bound of second order holds at every cell Peclet number, on a stretched axis too") {
  const auto on = [](const Axis& axis) { return Grid({axis}); };
  for (const double P : {.5, 1., 3., 10., 30.})
    for (const Eigen::Index cells : {400, 800, 1600}) {
      CAPTURE(P);
      CAPTURE(cells);
      // measured: 1.4e-3, 2.9e-4 and 5.4e-5 at most; edges alone have .06 at P = 30 with 400 cells
      const double bound = 1.5e-3 * std::pow(400.0 / static_cast<double>(cells), 2);
      CHECK(error(P, line(-2, 2, cells), .2) < bound);
      CHECK(error(P, on(sinh_axis("x", -2, 2, cells, {.centre = 0, .width = .7})), .2) < bound);
      CHECK(error(P, line(-2, 2, cells), .2, Flux::scharfetter_gummel) > bound);
    }
}

TEST_CASE("equilibria are those of the edges, with small and large steps") {
  for (const double P : {.5, 2., 5., 30.}) {
    const Grid grid = line(0, 1, 100);
    const Operator L = operator_of(moving(.01 / P), grid);
    const Array up = grid.upper_corners().col(0), down = grid.lower_corners().col(0);
    Array masses = (100 * P * (up - 1)).exp() - (100 * P * (down - 1)).exp();
    masses /= masses.sum();
    for (const double dt : {1e-4, 1e-2, 1.}) {
      CAPTURE(P);
      CAPTURE(dt);
      CHECK((stepped(L, masses, dt, 100) - masses).abs().sum() < 1e-13);
    }
  }
}

TEST_CASE("nothing is negative, and no mass is lost, when a single cell drifts fast and slowly, round a ring too") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic})
    for (const double d : {1e-6, 1e-3, 1.})
      for (const double dt : {1e-4, 1e-2, 1.}) {
        const Grid grid = line(0, 1, 64, boundary);
        Array masses = Array::Zero(64);
        masses[20] = 1;
        const Array after = stepped(operator_of(moving(d), grid), masses, dt, 10);
        CHECK(std::abs(after.sum() - 1) < 1e-12);
        CHECK(after.minCoeff() >= 0);
      }
}

TEST_CASE("lines side by side have the numbers of each alone, whatever the number of threads") {
  const auto f = [](const std::string& text) { return Expression::parse(text, {{"x", "y"}, {}, true, {}}); };
  const Process process =
      custom_process({f("1 - x + y"), f("x - y^3")}, {f("0.1 + 0.05*x^2"), f("0.1")}, Interpretation::ito);
  const Grid grid({uniform_axis("x", -2, 2, 61, {Boundary::absorbing, Boundary::reflecting}),
                   uniform_axis("y", -2, 2, 37, {Boundary::periodic, Boundary::periodic})});
  const Operator L = operator_of(process, grid);
  Array start =
      averages(grid, GaussianMixture({1.0}, {Vector::Zero(2)}, {0.1 * Matrix::Identity(2, 2)})) * grid.volumes();
  const Array one = stepped(L, start, .02, 10, 1);
  CHECK((one == stepped(L, start, .02, 10, 3)).all());
  CHECK(one.minCoeff() >= 0);
}

TEST_CASE("what leaves through an absorbing boundary is counted") {
  const Grid grid = line(0, 1, 100, Boundary::absorbing);
  const Operator L = operator_of(moving(.001), grid);
  Array masses = averages(grid, normal_of_std(.5, .1)) * grid.volumes();
  const double before = masses.sum();
  ImplicitStepper stepper(Stepper::sdirk2, 1);
  StepStatistics statistics;
  for (int k = 0; k < 100; ++k) stepper.advance(L, .005, masses, statistics);
  CHECK(std::abs(masses.sum() + statistics.absorbed.sum() - before) < 1e-12);
  // drift takes the middle to the boundary; half a cell of it moves the share by .04
  CHECK(statistics.absorbed[1] == doctest::Approx(.5).epsilon(.02));
}
