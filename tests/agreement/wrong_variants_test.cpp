// SPDX-License-Identifier: MIT
// Hand-made wrong kernels. One check judges all: with cells and steps doubled together the error falls by 4, as that of
// the right kernel does. A wrong equation keeps its error (a factor near 1), a scheme of first order halves it.
#include <doctest/doctest.h>

#include <numbers>

#include "manufactured.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Wrong = std::function<void(double t, Operator& L)>;  ///< spoils an operator that was assembled

/// A problem on [0, T] with its exact density, on an axis that levels refine.
struct Setup {
  Axis axis;
  Process process;
  std::function<Array(const Grid&, double t)> exact;
  double T;
};

double l1_error(const Setup& setup, int level, const Wrong& wrong, double time_shift) {
  const Grid grid({refined(setup.axis, setup.axis.cells() << level)});
  const long steps = 40L << level;
  const Assembler assembler(setup.process, grid);
  const double shift = time_shift * setup.T / static_cast<double>(steps);
  const OperatorAt at = [&](double t, double end, Operator& L) {
    L.origin.reset();  // what was made wrong is not assembled any more
    assembler.assemble(t + shift, end + shift, L);
    if (wrong) wrong(0.5 * (t + end), L);
  };
  const Array end =
      integrate(at, assembler.blank(), setup.exact(grid, 0), step_times({0, setup.T}, steps, Spacing::uniform))
          .trajectory.densities.back();
  return distance(grid, end, setup.exact(grid, setup.T));
}

/// Second order gives 4, first order 2: the border is their geometric mean.
bool passes(const Setup& setup, const Wrong& wrong = {}, double time_shift = 0) {
  const double coarse = l1_error(setup, 1, wrong, time_shift), fine = l1_error(setup, 2, wrong, time_shift);
  return coarse / fine > std::sqrt(8.0);
}

/// A bump that drifts and spreads, with noise that depends on x and t.
const Travelling bump{{"x"}, "exp(-(x - .8*t)^2/.18)", {.8}, {{".6 + .2*sin(2*x + t)"}}};

Setup travelling(const Process& process) {
  return {uniform_axis("x", -2.5, 3, 64), process, [](const Grid& grid, double t) { return bump.averages(grid, t); },
          .6};
}

Setup reversed_setup(const Process& process) {
  Setup setup = travelling(process);
  setup.exact = [](const Grid& grid, double tau) { return bump.averages(grid, .6 - tau); };
  return setup;
}

/// The process with its velocity or its diffusion replaced.
Process with_divergence_drift(Process process, FieldAt velocity) {
  process.divergence_drift = std::move(velocity);
  return process;
}
FieldAt times(FieldAt field, double factor) {
  return [field = std::move(field), factor](double t) -> Field {
    return [at = field(t), factor](const PointsIn& x, PointsOut values) {
      at(x, values);
      values *= factor;
    };
  };
}

/// Brownian motion on [0, 1] with the slowest mode that its boundaries allow, sigma = 1: reflecting 1 + cos(pi x)/2,
/// absorbing sin(pi x), each decaying as e^(-pi^2 t / 2).
Setup between(Boundary boundary) {
  const double pi = std::numbers::pi;
  const auto exact = [=](const Grid& grid, double t) {
    const double decay = std::exp(-.5 * pi * pi * t);
    const Array& e = grid.axis(0).edges;
    const Eigen::Index n = grid.cells();
    const Array mode = boundary == Boundary::reflecting ? Array(e + .5 * decay / pi * (pi * e).sin())
                                                        : Array(-decay / pi * (pi * e).cos());
    return Array((mode.tail(n) - mode.head(n)) / grid.volumes());
  };
  return {uniform_axis("x", 0, 1, 16, {boundary, boundary}), brownian(v1(0), v1(1)), exact, .2};
}

void swap_faces(double, Operator& L) {
  for (Direction& e : L.directions) e.up.swap(e.down);
}

/// B(z) for B(-z) at every face: what went up goes down, on equal cells.
void turn_bernoulli(double, Operator& L) {
  Direction& e = L.directions[0];
  const Eigen::Index n = e.up.size();
  const Array up = e.up.head(n - 1);
  e.up.head(n - 1) = e.down.tail(n - 1);
  e.down.tail(n - 1) = up;
}

}  // namespace

TEST_CASE("the right forward kernel passes; sign, factor 2, missing div D and turned faces do not") {
  const Process right = bump.process();
  CHECK(passes(travelling(right)));
  CHECK_FALSE(passes(travelling(with_divergence_drift(right, times(right.divergence_drift, -1)))));
  // Ito's drift in the place of the divergence form's velocity: 1/2 div D is missing
  CHECK_FALSE(passes(travelling(with_divergence_drift(right, right.drift))));
  for (const double factor : {2.0, .5}) {
    Process wrong = right;
    wrong.diffusion = times(right.diffusion, factor);
    CHECK_FALSE(passes(travelling(wrong)));
  }
  CHECK_FALSE(passes(travelling(custom_process(bump.drift(), bump.noise_matrix(), Interpretation::ito))));
  CHECK_FALSE(passes(travelling(custom_process(bump.drift(), bump.noise_matrix(), Interpretation::stratonovich))));
  CHECK_FALSE(passes(travelling(right), swap_faces));
  CHECK_FALSE(passes(travelling(right), turn_bernoulli));
}

TEST_CASE("coefficients at a step's start or end in place of its middle are of first order and rejected") {
  CHECK_FALSE(passes(travelling(bump.process()), {}, -.5));
  CHECK_FALSE(passes(travelling(bump.process()), {}, .5));
}

TEST_CASE("the right reversal passes; a wrong weight of the score, the time T + tau and a missing div D do not") {
  const Process forward = bump.process();
  for (const double alpha : {.7, 1.0, 1.5}) {
    CAPTURE(alpha);
    const Process right = reversed(forward, bump.score(), alpha, .6);
    CHECK(passes(reversed_setup(right)));
    // factor 1 where 1/2 (1 + alpha^2) belongs: the same at alpha = 1 alone
    const Process full = reversed(forward, scaled(bump.score(), 2 / (1 + alpha * alpha)), alpha, .6);
    CHECK(passes(reversed_setup(full)) == (alpha == 1));
    // the score without the half: v_r = -v + (1 + alpha^2) D s
    CHECK_FALSE(passes(reversed_setup(reversed(forward, scaled(bump.score(), 2), alpha, .6))));
    // fields at T + tau: those at T - tau of time turned round
    const auto late = [&](const FieldAt& field) -> FieldAt { return [=](double tau) { return field(-tau); }; };
    Process wrong = right;
    wrong.divergence_drift = late(right.divergence_drift);
    wrong.diffusion = late(right.diffusion);
    CHECK_FALSE(passes(reversed_setup(wrong)));
    // Ito's drift of the reversed process as if it were the velocity
    CHECK_FALSE(passes(reversed_setup(with_divergence_drift(right, right.drift))));
    // -a in place of -v: the reversal of a text that forgets div D
    Process forgetful = forward;
    forgetful.divergence_drift = forward.drift;
    CHECK_FALSE(passes(reversed_setup(reversed(forgetful, bump.score(), alpha, .6))));
  }
}

TEST_CASE("right boundaries pass; one that leaks, or holds p = 0 at a whole cell's distance, does not") {
  CHECK(passes(between(Boundary::reflecting)));
  CHECK(passes(between(Boundary::absorbing)));
  const auto last = [](const Direction& e) { return e.up.size() - 1; };
  CHECK_FALSE(passes(between(Boundary::reflecting), [&](double, Operator& L) {
    Direction& e = L.directions[0];
    e.up[last(e)] = e.up[last(e) - 1];
  }));
  CHECK_FALSE(passes(between(Boundary::absorbing), [&](double, Operator& L) {
    Direction& e = L.directions[0];
    e.down[0] *= .5;
    e.up[last(e)] *= .5;
  }));
  // a boundary that absorbs where it should reflect, and the other way round
  Setup swapped = between(Boundary::reflecting);
  swapped.axis = between(Boundary::absorbing).axis;
  CHECK_FALSE(passes(swapped));
  swapped = between(Boundary::absorbing);
  swapped.axis = between(Boundary::reflecting).axis;
  CHECK_FALSE(passes(swapped));
}

TEST_CASE("a correlated kernel with the wrong sign of the correlation, or without its diagonal offset, is rejected") {
  const Travelling tilted{{"x", "y"},
                          "exp(sin(2*pi*(x - 0.7*t)) + .5*cos(2*pi*(x + y - .3*t)))",
                          {.7, -.4},
                          {{".4 + .1*sin(2*pi*(y + t))", "0"}, {".25", ".3"}}};
  const Process process = tilted.process();
  const auto ratio = [&](const Wrong& wrong) {
    const auto error = [&](Eigen::Index cells) {
      const Grid grid = torus(tilted.axes, cells);
      const Assembler assembler(process, grid);
      const OperatorAt at = [&](double t, double end, Operator& L) {
        L.origin.reset();
        assembler.assemble(t, end, L);
        if (wrong) wrong(0.5 * (t + end), L);
      };
      const StepTimes times = step_times({0, .25}, cells / 4, Spacing::uniform);
      return distance(grid,
                      integrate(at, assembler.blank(), tilted.averages(grid, 0), times).trajectory.densities.back(),
                      tilted.averages(grid, .25));
    };
    return error(24) / error(48);
  };
  CHECK(ratio({}) > std::sqrt(8.0));
  CHECK(ratio([](double, Operator& L) { L.directions.pop_back(); }) < std::sqrt(8.0));
  CHECK(ratio([](double, Operator& L) {
          L.directions.back().lines = std::make_shared<const Lines>(L.grid, std::vector<int>{1, -1});
        }) < std::sqrt(8.0));
}
