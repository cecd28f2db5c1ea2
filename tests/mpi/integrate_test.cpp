// SPDX-License-Identifier: MIT
// Solves by several ranks beside the same solve by this rank alone: no bit may differ.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <optional>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/process/ito.hpp"
#include "mpi/ranks.hpp"

namespace {

using namespace fokker;

struct Case {
  std::vector<Eigen::Index> cells;
  bool coupled = true;
  double deviation = 0.5;  ///< of the start
  double dt = 0.05;
  Stepper stepper = Stepper::sdirk2;
  Boundaries boundaries = {};
  bool adaptive = false;
  Flux flux = Flux::scharfetter_gummel;
  double correlation = 0;                  ///< of the noise along neighbouring axes
  std::optional<EdgesCarry> offered = {};  ///< flows are, where edges carry that
};

Grid grid_of(const Case& given) {
  std::vector<Axis> axes;
  for (std::size_t k = 0; k < given.cells.size(); ++k)
    axes.push_back(uniform_axis(std::string(1, "xyzw"[k]), -5, 5, given.cells[k], given.boundaries));
  return Grid(axes);
}

Process ornstein_uhlenbeck_of(const Case& given) {
  const auto d = static_cast<Eigen::Index>(given.cells.size());
  Vector theta(d);
  for (Eigen::Index k = 0; k < d; ++k) theta[k] = 1 + 0.5 * static_cast<double>(k);
  Matrix drift = theta.asDiagonal();
  for (Eigen::Index k = 0; given.coupled && k < d; ++k) drift(k, (k + 1) % d) += 0.6, drift((k + 1) % d, k) -= 0.4;
  const Vector noise = Vector::Constant(d, std::sqrt(2.0));
  if (given.correlation != 0) {
    Matrix correlated = noise.asDiagonal();
    for (Eigen::Index k = 1; k < d; ++k) correlated(k, k - 1) = given.correlation;
    return coupled_ornstein_uhlenbeck(drift, Vector::Zero(d), correlated);
  }
  if (!given.coupled) return ornstein_uhlenbeck(theta, Vector::Zero(d), noise);
  return coupled_ornstein_uhlenbeck(drift, Vector::Zero(d), noise.asDiagonal());
}

Array start_of(const Case& given, const Grid& grid) {
  const Points centres = grid.centres();
  Array exponent = Array::Zero(grid.cells());
  for (int k = 0; k < grid.dimension(); ++k)
    exponent -= (centres.col(k) - (k % 2 ? -1.0 : 1.0)).square() / (2 * given.deviation * given.deviation);
  return exponent.exp();
}

bool same_bits(const Array& a, const Array& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), sizeof(double) * static_cast<std::size_t>(a.size())) == 0;
}

/// Both solves; what they give must agree.
Integration compared(const Process& process, const Case& given) {
  const Grid grid = grid_of(given);
  const std::function<Array()> start = [&] { return start_of(given, grid); };
  const StepTimes times = given.adaptive ? StepTimes{{0, 3 * given.dt, 6 * given.dt}, {true, true, true}}
                                         : step_times({0, 3 * given.dt, 6 * given.dt}, 6, Spacing::uniform);
  IntegrateOptions options;
  options.stepper = given.stepper;
  options.control.threads = 1;
  options.boundary_rates = absorbs(grid);
  options.tolerance = 1e-4;
  options.carry_above = carried_peclet;
  options.complete_above = completed_peclet;
  SharedSolve solve{process, grid, given.flux, start, times, given.adaptive, options};
  solve.flows = given.offered;
  const Integration shared = integrate(ranks_of_test(), solve);
  Assembler assembler(process, grid, given.flux, 1);
  if (given.offered) assembler.offer_flows(*given.offered);
  const Integration alone = given.adaptive ? integrate_adaptive(assembler, start(), times.times, options)
                                           : integrate(assembler, start(), times, options);
  REQUIRE(shared.trajectory.densities.size() == alone.trajectory.densities.size());
  for (std::size_t k = 0; k < alone.trajectory.densities.size(); ++k)
    CHECK(same_bits(shared.trajectory.densities[k], alone.trajectory.densities[k]));
  CHECK(shared.statistics.steps == alone.statistics.steps);
  CHECK(shared.statistics.rejected == alone.statistics.rejected);
  CHECK(shared.statistics.limited_lines == alone.statistics.limited_lines);
  CHECK(shared.statistics.limited_mass == alone.statistics.limited_mass);
  CHECK(shared.statistics.zeroed_cells == alone.statistics.zeroed_cells);
  CHECK(shared.statistics.zeroed_mass == alone.statistics.zeroed_mass);
  CHECK(same_bits(shared.statistics.carried, alone.statistics.carried));
  for (std::size_t k = 0; k < alone.absorbed.size(); ++k) CHECK(same_bits(shared.absorbed[k], alone.absorbed[k]));
  REQUIRE(shared.absorption_rates.size() == alone.absorption_rates.size());
  for (std::size_t k = 0; k < alone.absorption_rates.size(); ++k)
    CHECK(same_bits(shared.absorption_rates[k], alone.absorption_rates[k]));
  return shared;
}

Integration compared(const Case& given) { return compared(ornstein_uhlenbeck_of(given), given); }

}  // namespace

TEST_CASE("densities of linear processes in two, three and four dimensions have the bits of one program") {
  compared({.cells = {256, 200}, .coupled = false});
  compared({.cells = {200, 256}});
  compared({.cells = {40, 48, 56}});
  compared({.cells = {72, 72, 72}, .coupled = false});
  compared({.cells = {12, 16, 8, 16}});
}

TEST_CASE("so have those of other steppers, long steps and periodic boundaries") {
  compared({.cells = {160, 160}, .stepper = Stepper::backward_euler});
  compared({.cells = {160, 160}, .stepper = Stepper::exponential});
  compared({.cells = {256, 160}, .dt = 1e4});
  compared({.cells = {160, 130}, .boundaries = {Boundary::periodic, Boundary::periodic}});
}

TEST_CASE("so have those on which the limiter acts, and the mass that it moves") {
  CHECK(compared({.cells = {72, 72, 72}, .coupled = false, .deviation = 0.06, .dt = 2}).statistics.limited_lines >
        1000);
  CHECK(compared({.cells = {256, 256}, .deviation = 0.06, .dt = 1}).statistics.limited_lines > 100);
}

TEST_CASE("so have those of adaptive steps, and their number") {
  CHECK(compared({.cells = {160, 160}, .adaptive = true}).statistics.steps > 6);
  compared({.cells = {24, 32, 40}, .deviation = 0.2, .adaptive = true});
}

TEST_CASE("so have those between absorbing boundaries, and the masses that leave") {
  const Boundaries both{Boundary::absorbing, Boundary::absorbing}, lower{Boundary::absorbing, Boundary::reflecting};
  CHECK(compared({.cells = {160, 130}, .deviation = 2, .boundaries = both}).absorbed.back().minCoeff() > 0);
  compared({.cells = {24, 32, 40}, .deviation = 2, .boundaries = lower});
  compared({.cells = {160, 160}, .deviation = 2, .boundaries = both, .adaptive = true});
}

TEST_CASE("so have those of formulas that depend on position and time, with line weights and without") {
  const auto force = [](double, const PointsIn& x, PointsOut drift) {
    drift = x - x.cube();
    drift.col(0) += 0.3 * (2 * x.col(1)).sin();
  };
  const auto noise = constant_noise(0.8);
  Process still = ito_process(2, force, noise);
  compared(still, {.cells = {160, 200}});
  still.modulation.emplace();  // line weights
  compared(still, {.cells = {160, 200}});
  const auto pulse = [&](double t, const PointsIn& x, PointsOut drift) {
    force(t, x, drift);
    drift.col(1) += std::sin(40 * t);
  };
  compared(ito_process(2, pulse, noise), {.cells = {160, 200}});
}

TEST_CASE("so have those of the flux 'automatic', by edges and where it carries drift by remaps") {
  compared({.cells = {256, 256}, .flux = Flux::automatic});
  compared({.cells = {48, 48, 48}, .coupled = false, .deviation = 1, .flux = Flux::automatic});
  const Integration carried = compared({.cells = {64, 64, 16}, .deviation = 2, .flux = Flux::automatic});
  CHECK(carried.statistics.carried.sum() > 0);
  CHECK(compared({.cells = {24, 24, 32}, .deviation = 1, .dt = 0.02, .adaptive = true, .flux = Flux::automatic})
            .statistics.carried.sum() > 0);
}

TEST_CASE("so have those of remaps, between all kinds of boundaries, and where the limiter acts") {
  compared({.cells = {160, 130}, .flux = Flux::semi_lagrangian});
  compared({.cells = {24, 32, 40}, .adaptive = true, .flux = Flux::semi_lagrangian});
  compared(
      {.cells = {160, 130}, .boundaries = {Boundary::periodic, Boundary::periodic}, .flux = Flux::semi_lagrangian});
  const Integration out = compared({.cells = {160, 130},
                                    .deviation = 2,
                                    .boundaries = {Boundary::absorbing, Boundary::absorbing},
                                    .flux = Flux::semi_lagrangian});
  CHECK(out.absorbed.back().minCoeff() > 0);
  CHECK(compared({.cells = {160, 160}, .deviation = 0.04, .flux = Flux::semi_lagrangian}).statistics.limited_mass > 0);
}

TEST_CASE("so have those of kinetic processes, whose positions have no noise, and of drifts asked for in few calls") {
  const auto force = [](double, const PointsIn& x, PointsOut drift) {
    drift.col(0) = x.col(1);
    drift.col(1) = x.col(0) - x.col(0).cube() - x.col(1);
  };
  const auto noise = axis_noise([](double, const PointsIn&, PointsOut values) {
    values.col(0).setZero();
    values.col(1).setConstant(1.2);
  });
  Process kinetic = ito_process(2, force, noise);
  compared(kinetic, {.cells = {160, 130}, .flux = Flux::automatic});
  kinetic.few_calls = true;
  compared(kinetic, {.cells = {160, 130}, .flux = Flux::automatic});
  const auto crossing = [](double, const PointsIn& x, PointsOut drift) { drift = -8 * (8 * x).sin(); };
  compared(ito_process(2, crossing, constant_noise(0.3)), {.cells = {160, 130}, .flux = Flux::semi_lagrangian});
}

TEST_CASE("so have those whose edges are weighted by a known stationary density") {
  const auto nothing = [](double, const PointsIn&, PointsOut drift) { drift.setZero(); };
  Process process = ito_process(2, nothing, constant_noise(1));
  process.modulation.emplace();
  compared(process, {.cells = {160, 160}});
  const auto noise = [](double, const PointsIn& x, PointsOut values) {
    values = (0.6 + 0.3 * x.col(0).sin() * x.col(1).cos()).replicate(1, 2);
  };
  Process varying = ito_process(2, nothing, axis_noise(noise));
  varying.modulation.emplace();
  compared(varying, {.cells = {160, 160}});
}

TEST_CASE("so have those of correlated noise, whose diagonals are dealt out by lines") {
  compared({.cells = {160, 130}, .correlation = 0.9});
  compared({.cells = {128, 130}, .dt = 1e4, .correlation = -1.1});
  compared({.cells = {40, 32, 48}, .correlation = 0.8});
  compared({.cells = {128, 130}, .stepper = Stepper::backward_euler, .correlation = 0.9});
  compared({.cells = {128, 130}, .stepper = Stepper::exponential, .correlation = 0.9});
  compared({.cells = {128, 130}, .flux = Flux::complete_flux, .correlation = 0.9});
  compared({.cells = {128, 130}, .adaptive = true, .flux = Flux::semi_lagrangian, .correlation = 0.9});
  compared({.cells = {128, 160}, .boundaries = {Boundary::periodic, Boundary::periodic}, .correlation = 0.9});
  CHECK(compared({.cells = {128, 128}, .deviation = 0.06, .dt = 1, .correlation = 0.9}).statistics.limited_lines > 100);
}

TEST_CASE("so have those of correlated noise between absorbing boundaries, and the masses that leave") {
  const Boundaries both{Boundary::absorbing, Boundary::absorbing}, lower{Boundary::absorbing, Boundary::reflecting};
  CHECK(compared({.cells = {160, 130}, .deviation = 2, .boundaries = both, .correlation = 0.9})
            .absorbed.back()
            .minCoeff() > 0);
  compared({.cells = {24, 32, 40}, .deviation = 2, .boundaries = lower, .correlation = 0.8});
  compared({.cells = {128, 130}, .deviation = 2, .boundaries = both, .adaptive = true, .correlation = -0.9});
}

TEST_CASE("so have those of a diffusion tensor that turns from cell to cell and in time") {
  const auto force = [](double, const PointsIn& x, PointsOut drift) { drift = -x; };
  const auto turning = [](double speed) {
    return matrix_noise(2, [speed](double t, const PointsIn& x, PointsOut values) {
      const Array angle = 0.5 * x.col(0) - x.col(1) + speed * t;
      values.col(0) = angle.cos();
      values.col(1) = -0.5 * angle.sin();
      values.col(2) = angle.sin();
      values.col(3) = 0.5 * angle.cos();
    });
  };
  compared(ito_process(2, force, turning(0)), {.cells = {160, 130}});
  compared(ito_process(2, force, turning(3)), {.cells = {128, 130}});
  const auto here_alone = [](double, const PointsIn& x, PointsOut values) {
    values.setConstant(0.5);
    values.col(1) = (x.col(0) > 1).select(0.4, Array::Zero(x.rows()));
    values.col(2) = (x.col(0) > 1).select(0.3, Array::Zero(x.rows()));
  };
  compared(ito_process(2, force, matrix_noise(2, here_alone)), {.cells = {160, 130}, .flux = Flux::automatic});
}

TEST_CASE("so have those of flows of correlated noise") {
  CHECK(compared({.cells = {160, 130}, .flux = Flux::flows, .correlation = 1.2}).statistics.carried.minCoeff() == 6);
  compared({.cells = {132, 160}, .deviation = 0.2, .dt = 0.3, .flux = Flux::flows, .correlation = -1.2});
  compared({.cells = {40, 32, 48}, .flux = Flux::flows, .correlation = 0.9});
  compared({.cells = {128, 130}, .stepper = Stepper::exponential, .flux = Flux::flows, .correlation = 0.9});
  compared({.cells = {160, 130},
            .boundaries = {Boundary::periodic, Boundary::periodic},
            .flux = Flux::flows,
            .correlation = 0.9});
  const Integration rough = compared({.cells = {132, 128}, .deviation = 0.06, .flux = Flux::flows, .correlation = 1.2});
  CHECK(rough.statistics.limited_mass > 0);
}

TEST_CASE("so have those of flows that pass several ranks in a step") {
  const Boundaries round{Boundary::periodic, Boundary::periodic};
  for (const Boundaries& boundaries : {Boundaries{}, round}) {
    compared({.cells = {12, 32, 32}, .dt = 0.2, .boundaries = boundaries, .flux = Flux::flows, .correlation = 0.9});
    compared({.cells = {17, 32, 32}, .dt = 0.2, .boundaries = boundaries, .flux = Flux::flows, .correlation = 0.9});
  }
}

TEST_CASE("slow: so have those of adaptive steps by flows, and of steps that choose them") {
  CHECK(compared({.cells = {128, 130}, .dt = 0.1, .adaptive = true, .flux = Flux::flows, .correlation = 1.3})
            .statistics.steps > 6);
  compared({.cells = {24, 32, 40}, .adaptive = true, .flux = Flux::flows, .correlation = 0.8});
  // much of the wider one leans on boundaries
  for (const auto& [carry, deviation] : {std::pair(EdgesCarry::noise, 0.5), {EdgesCarry::noise_and_drift, 2.0}})
    compared({.cells = {128, 130},
              .deviation = deviation,
              .adaptive = true,
              .flux = Flux::automatic,
              .correlation = 0.7,
              .offered = carry});
}

TEST_CASE("so have those of flows of noise that turns and beside edges, and of edges where paths are not finite") {
  const auto force = [](double, const PointsIn& x, PointsOut drift) { drift = -x; };
  const auto turning = [](double speed) {
    return matrix_noise(2, [speed](double t, const PointsIn& x, PointsOut values) {
      values.col(0) = -0.8 * x.col(1) * (1 + 0.5 * speed * t);
      values.col(1).setConstant(0.3);
      values.col(2) = 0.8 * x.col(0);
      values.col(3).setZero();
    });
  };
  CHECK(compared(ito_process(2, force, turning(3)), {.cells = {160, 130}, .dt = 0.03, .flux = Flux::flows})
            .statistics.carried.sum() == 12);
  const auto broken = [](double, const PointsIn& x, PointsOut drift) {
    drift = -x;
    drift.col(0) = (x.col(0) > 0.01 && x.col(0) < 0.015).select(std::nan(""), drift.col(0));
  };
  CHECK(compared(ito_process(2, broken, turning(0)), {.cells = {160, 130}, .flux = Flux::flows})
            .statistics.carried.sum() == 0);
}

TEST_CASE("more ranks than slabs are refused, with the largest number") {
  const Grid grid = grid_of({.cells = {32, 64}});
  CHECK(most_ranks(grid) == 1);
  CHECK(most_ranks(grid_of({.cells = {128, 100}})) == 3);
  CHECK(most_ranks(grid_of({.cells = {256, 256, 256}})) == 256);
  if (ranks_of_test().count() == 1) return;
  try {
    compared({.cells = {32, 64}});
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::usage);
    CHECK(error.diagnostics().front().legal == "at most 1");
  }
}

TEST_CASE("an error on one rank is one of all") {
  const auto force = [](double, const PointsIn& x, PointsOut drift) { drift = -x; };
  const auto broken = [&](double t, const PointsIn& x, PointsOut drift) {
    force(t, x, drift);
    for (Eigen::Index i = 0; i < x.rows(); ++i)
      if (x(i, 0) > 4.9 && x(i, 1) > 4.9) drift(i, 0) = std::nan("");
  };
  const auto steep = [](double, const PointsIn& x, PointsOut values) {
    values.setConstant(1);
    values.col(3) = (x.col(0) > 4.9 && x.col(1) > 4.9).select(1.000001, Array::Constant(x.rows(), 2));
  };
  for (const Process& process :
       {ito_process(2, broken, constant_noise(1)), ito_process(2, broken, constant_noise(Matrix{{1, 0.0}, {0.5, 1}})),
        ito_process(2, force, matrix_noise(2, steep))}) {
    try {
      compared(process, {.cells = {160, 160}});
      FAIL("not thrown");
    } catch (const Error& error) {
      CHECK(error.fault() == Fault::numerical);
      CHECK(!error.diagnostics().front().found.empty());
    }
  }
}

TEST_CASE("a stop of one rank is one of all") {
  const Case given{.cells = {128, 128}};
  const Grid grid = grid_of(given);
  const Array start = start_of(given, grid);
  const StepTimes times = step_times({0, 1}, 50, Spacing::uniform);
  const Process process = ornstein_uhlenbeck_of(given);
  std::atomic<bool> stop{false};
  int steps = 0;
  IntegrateOptions options;
  options.control.threads = 1;
  options.control.stop = StopToken(stop);
  options.each_step = [&](double, const Array&) {
    if (++steps == 5 && ranks_of_test().rank() == ranks_of_test().count() - 1) stop = true;
  };
  try {
    integrate(ranks_of_test(), {process, grid, Flux::scharfetter_gummel, [&] { return start; }, times, false, options});
    FAIL("not stopped");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::interrupted);
    CHECK(steps == 6);
  }
}
