// SPDX-License-Identifier: MIT
#include "time/checkpoints.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Walk {
  Grid grid;
  Process process;
  Array start;
};

Walk one_dimension() {
  const Grid grid = line(-5, 5, 64);
  return {grid, variance_preserving(.1, 20, 1), averages(grid, vp_mixture())};
}

Walk two_dimensions() {
  const Grid grid(
      {uniform_axis("x", -4, 4, 16), uniform_axis("y", -4, 4, 12, {Boundary::absorbing, Boundary::reflecting})});
  return {grid, ornstein_uhlenbeck(Vector{{1, 2}}, Vector{{0, 1}}, Vector{{1, .5}}),
          averages(grid, {{1.0}, {Vector{{1, 0}}}, {Matrix(Vector{{.2, .3}}.asDiagonal())}})};
}

/// Every density of a solve under a budget of `arrays` densities.
DensityHistory history(const Walk& walk, bool adaptive, double arrays, std::size_t* stride = nullptr,
                       long* operators = nullptr) {
  auto assembler = std::make_shared<const Assembler>(walk.process, walk.grid);
  const OperatorAt at = [assembler, operators](double t, double end, Operator& L) {
    if (operators) ++*operators;
    assembler->assemble(t, end, L);
  };
  Checkpoints kept(arrays * 8 * static_cast<double>(walk.grid.cells()));
  IntegrateOptions options;
  options.tolerance = 1e-6;
  options.each_step = [&](double t, const Array& masses) { kept.keep(t, masses); };
  if (adaptive)
    integrate_adaptive(at, assembler->blank(), walk.start, {0, .3, 1}, options);
  else
    integrate(at, assembler->blank(), walk.start, step_times({0, .3, 1}, 70, Spacing::uniform), options);
  if (stride) *stride = kept.stride();
  if (operators) *operators = 0;
  return std::move(kept).history(at, assembler->blank(), ImplicitStepper(Stepper::sdirk2), {});
}

}  // namespace

TEST_CASE("recomputed densities equal kept ones to the last bit, with fixed and adaptive steps, in 1-D and 2-D") {
  for (const Walk& walk : {one_dimension(), two_dimensions()})
    for (const bool adaptive : {false, true}) {
      std::size_t stride = 0;
      const DensityHistory all = history(walk, adaptive, 1e9, &stride);
      CHECK(stride == 1);
      const DensityHistory some = history(walk, adaptive, 30, &stride);
      CHECK(stride > 1);
      REQUIRE(some.times == all.times);
      for (std::size_t k = all.times.size(); k-- > 0;) CHECK((*some.density(k) == *all.density(k)).all());
    }
}

TEST_CASE("a walk back computes every step once more at most") {
  long steps = 0;
  std::size_t stride = 0;
  const DensityHistory some = history(one_dimension(), false, 30, &stride, &steps);
  for (std::size_t k = some.times.size() - 1; k-- > 0;) {
    // a step between two times asks for both, several times
    some.density(k);
    some.density(k + 1);
    some.density(k);
  }
  CHECK(stride == 4);
  CHECK(steps <= 70);
}

TEST_CASE("a stride fits the budget where one exists and else needs least") {
  CHECK(checkpoint_stride(100, 100) == 1);
  CHECK(checkpoint_stride(100, 99) == 2);
  // 2000 steps on 512^2 cells under 256 MiB hold 128 densities: 63 kept ones and a stretch of 32
  CHECK(checkpoint_stride(2001, 128) == 32);
  // 63 + 32 = 95 and 32 + 64 = 96: less than 95 cannot be had
  CHECK(checkpoint_stride(2001, 10) == 32);
}

TEST_CASE("a trajectory can be taken only where everything was kept") {
  Checkpoints kept(2 * 8 * 4.0);
  for (int k = 0; k < 16; ++k) kept.keep(k, Array::Ones(4));
  CHECK(kept.stride() == 4);
  CHECK(kept.times().size() == 16);
  CHECK_THROWS_AS(std::move(kept).trajectory(line(0, 1, 4)), Error);
}
