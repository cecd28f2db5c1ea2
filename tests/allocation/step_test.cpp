// SPDX-License-Identifier: MIT
// Steps allocate nothing once each thread has taken part in one: what they need is kept from step to step.
#include <doctest/doctest.h>

#include "allocation/counted.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Expression formula(const std::string& text) { return Expression::parse(text, {{"x", "y"}, {}, true, {}}); }

/// Lines of both axes are of different lengths, and blocks of cells do not divide the grid.
Grid plane(Eigen::Index n, Boundary boundary = Boundary::reflecting) {
  return Grid({uniform_axis("x", -3, 3, n + 5, {boundary, boundary}), uniform_axis("y", -3, 3, n)});
}

constexpr double dt = 1.0 / 1024;  // times are exact, so that steps are equal

/// Steps of one solve, assembly included.
class Steps {
 public:
  Steps(const Process& process, const Grid& grid, int threads, Stepper kind = Stepper::sdirk2)
      : assembler_(process, grid, Flux::automatic, threads),
        L_(assembler_.blank()),
        stepper_(kind, threads),
        masses_(averages(grid, GaussianMixture({1.0}, {Vector::Zero(2)}, {0.1 * Matrix::Identity(2, 2)})) *
                grid.volumes()) {}

  Allocations allocations_of(int steps) {
    return test::allocations_of([&] {
      for (int k = 0; k < steps; ++k) {
        assembler_.assemble(time_, time_ + dt, L_);
        stepper_.advance(L_, dt, masses_, statistics_);
        time_ += dt;
      }
    });
  }

 private:
  Assembler assembler_;
  Operator L_;
  ImplicitStepper stepper_;
  Array masses_;
  StepStatistics statistics_;
  double time_ = 0.125;
};

Process double_well() { return langevin(formula("(x^2 - 1)^2 + y^2/2"), 0.25); }
Process kinetic() { return kinetic_langevin(formula("(x^2 - 1)^2"), 1, 0.25); }
Process driven() {
  const std::vector<Expression> drift = {formula("-x + sin(t)*y"), formula("-y*t")};
  const std::vector<Expression> noise = {formula("1 + 0.1*t"), formula("1")};
  return custom_process(drift, noise, Interpretation::ito);
}

}  // namespace

TEST_CASE("allocations are counted") {
  const Allocations found = allocations_of([] { Array(1000).setZero(); });
  CHECK(found.calls >= 1);
  CHECK(found.bytes >= 8000);
}

TEST_CASE(
    "after the first three steps no step allocates: standing coefficients, a time modulation, absorbing boundaries, a "
    "transport") {
  const Process processes[] = {double_well(), variance_preserving(.1, 20, 2), kinetic()};
  for (const Process& process : processes)
    for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic})
      for (const Stepper kind : {Stepper::sdirk2, Stepper::backward_euler, Stepper::exponential}) {
        CAPTURE(process.name);
        Steps steps(process, plane(100, boundary), 1, kind);
        CHECK(steps.allocations_of(3).calls > 0);  // from the third equal step on factors are kept
        CHECK(steps.allocations_of(10).calls == 0);
      }
}

TEST_CASE("formulas in t allocate for themselves at each instant, nothing that grows with the grid") {
  long calls[2];
  for (const int size : {0, 1}) {
    Steps steps(driven(), plane(size == 0 ? 40 : 160), 1);
    steps.allocations_of(1);
    const Allocations found = steps.allocations_of(10);
    calls[size] = found.calls;
    CHECK(found.bytes < 10 * 8000);  // what formulas know of one instant; a row of the larger grid alone has 1280 bytes
    CHECK(found.calls < 10 * 100);
  }
  CHECK(calls[0] == calls[1]);
}

TEST_CASE("two threads allocate no more once both have taken part") {
  for (const Process& process : {double_well(), kinetic()}) {
    Steps steps(process, plane(100), 2);
    steps.allocations_of(1);
    // the other thread may take part later for the first time: some 50 calls, where one a step would make 1000
    CHECK(steps.allocations_of(1000).calls < 200);
  }
}
