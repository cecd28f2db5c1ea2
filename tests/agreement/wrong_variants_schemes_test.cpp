// SPDX-License-Identifier: MIT
// Wrong variants of line weights: thin barriers, noise that jumps, and noise that vanishes, correlated too. Each check
// accepts the scheme and rejects its variants.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "fokker/process/catalogue.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Spoil = std::function<void(Operator& L)>;

/// Line weights are those of processes whose dependence on time is known.
Process at_faces(Process process) {
  process.modulation.reset();
  return process;
}

Operator operator_of(const Process& process, const Grid& grid, const Spoil& spoil = {}, Flux flux = Flux::automatic) {
  const Assembler assembler(process, grid, flux);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  L.origin.reset();
  if (spoil) spoil(L);
  return L;
}

/// Density at t = 1 of an operator that stays.
Array after_one(const Operator& L, const Array& initial, long steps = 2, Stepper stepper = Stepper::exponential) {
  IntegrateOptions options;
  options.stepper = stepper;
  options.control.threads = 1;
  const OperatorAt at = [&](double, double, Operator& result) { result = L; };
  return integrate(at, Operator{L.grid}, initial, step_times({0, 1}, steps, Spacing::uniform), options)
      .trajectory.densities.back();
}

/// A barrier of 12 kT and standard deviation .003 at .013, in cells of .04: the mass that passes is 1.93e-3.
bool passes_barrier(const Process& process, const Spoil& spoil = {}) {
  const Grid grid = line(-2, 2, 100);
  const Array density = after_one(operator_of(process, grid, spoil), averages(grid, normal(-0.5, 0.01)));
  const Array edges = grid.axis(0).edges;
  const double passed = (density * (edges.tail(100) - edges.head(100).max(0.013)).max(0)).sum();
  return std::abs(passed / 1.93e-3 - 1) < 0.05;
}

/// Whether masses are in balance along all edges of a line.
bool balances(const Operator& L, const Array& masses, double tolerance) {
  const Direction& e = L.directions.at(0);
  Array log_mass = Array::Zero(masses.size());
  for (Eigen::Index i = 0; i + 1 < masses.size(); ++i)
    log_mass[i + 1] = log_mass[i] + std::log(e.up[i]) - std::log(e.down[i + 1]);
  const Array found = (log_mass - log_mass.maxCoeff()).exp();
  return (found / found.sum() - masses / masses.sum()).abs().sum() < tolerance;
}

/// Multiplies the rates of an edge both ways.
Spoil scaled_edge(Eigen::Index below, double up, double down) {
  return [=](Operator& L) {
    L.directions[0].up[below] *= up;
    L.directions[0].down[below + 1] *= down;
  };
}

}  // namespace

TEST_CASE("a thin barrier: values at faces, a resistance 10 % too small and masses of the wrong cell are rejected") {
  const Process process = langevin(formula("12*exp(-0.5*((x - 0.013)/0.003)^2)"), 1);
  CHECK(passes_barrier(process));
  CHECK_FALSE(passes_barrier(at_faces(process)));
  const auto both = [](double factor) {  // of the two edges of the barrier's cell, [0, .04]
    return [=](Operator& L) {
      scaled_edge(49, factor, factor)(L);
      scaled_edge(50, factor, factor)(L);
    };
  };
  CHECK_FALSE(passes_barrier(process, both(1.1)));
  CHECK_FALSE(passes_barrier(process, both(0.9)));
  CHECK_FALSE(passes_barrier(process, [](Operator& L) { L.directions[0].up.swap(L.directions[0].down); }));
}

TEST_CASE("noise that jumps: each sense of the noise rejects the other two, and values at faces") {
  const Grid grid = line(-2, 2, 100);
  const std::vector<std::pair<Interpretation, double>> senses = {
      {Interpretation::ito, 1}, {Interpretation::stratonovich, 0.5}, {Interpretation::isothermal, 0}};
  for (const auto& stated : senses) {
    Process process = custom_process({formula("0")}, {formula("if(x < 0.013, 1, 0.3)")}, stated.first);
    process.transition = nullptr;  // without drift it counts as linear
    for (const auto& law : senses) {
      Array masses(100);
      const Array& edges = grid.axis(0).edges;
      const double dense = std::pow(0.09, -law.second);
      for (Eigen::Index i = 0; i < 100; ++i) {
        const double below = std::clamp(0.013, edges[i], edges[i + 1]);
        masses[i] = below - edges[i] + dense * (edges[i + 1] - below);
      }
      CAPTURE(law.second);
      CHECK(balances(operator_of(process, grid), masses, 1e-12) == (law.first == stated.first));
      if (law.first == stated.first && law.second > 0)
        CHECK_FALSE(balances(operator_of(at_faces(process), grid), masses, 1e-12));
    }
  }
}

TEST_CASE("noise that vanishes: a ratio 5 % off, values at faces and a first cell 5 % too heavy are rejected") {
  const Grid grid({power_axis("x", 0, 8, 100)});
  for (const double ratio : {0.08, 0.5, 0.9}) {
    const auto process = [&](double factor) { return cox_ingersoll_ross(v1(1), v1(factor * ratio / 2), v1(1)); };
    const Array masses = gamma_law(v1(ratio), v1(0.5)).box_mass(grid.lower_corners(), grid.upper_corners());
    CAPTURE(ratio);
    CHECK(balances(operator_of(process(1), grid), masses, 1e-6));
    CHECK_FALSE(balances(operator_of(process(1.05), grid), masses, 1e-6));
    CHECK_FALSE(balances(operator_of(at_faces(process(1)), grid), masses, 1e-6));
    CHECK_FALSE(balances(operator_of(process(1), grid, scaled_edge(0, 1 / 1.05, 1)), masses, 1e-6));
  }
}

namespace {

/// Heston's model below the Feller ratio: the variance beside its own process, E S and the covariance beside moment
/// equations.
bool keeps_variance(const Process& process, const Spoil& spoil = {}, Flux flux = Flux::automatic) {
  const Axis variance = power_axis("v", 0, 5, 50, {1.5});
  const Grid grid({uniform_axis("S", 0.2, 4.1, 39), variance}), line({variance});
  Array start = Array::Zero(grid.cells()), alone = Array::Zero(50);
  const Eigen::Index cell = 8 * 50 + 2;
  start[cell] = 1 / grid.volumes()[cell];
  alone[2] = 1 / variance.width(2);
  const Array density = after_one(operator_of(process, grid, spoil, flux), start, 30, Stepper::sdirk2);
  const Process own = cox_ingersoll_ross(v1(0.5), v1(0.04), v1(1));
  const Array right = axis_masses(line, after_one(operator_of(own, line), alone, 30, Stepper::sdirk2), 0);
  const Array found = axis_masses(grid, density, 1);
  const Vector m = mean(grid, density);
  const double v0 = grid.centres()(cell, 1), decay = std::exp(-0.5), both = std::exp(-1.2);
  const double exact = 1.05 * (0.02 / 1.2 * (1 - both) + v0 * both - 0.04 - (v0 - 0.04) * decay);
  return (found - right).abs().sum() < 5e-3 && std::abs(m[0] / 1.05 - 1) < 5e-3 &&
         std::abs(covariance(grid, density)(0, 1) / exact - 1) < 0.15;
}

Process heston_model(double correlation, double theta = 0.04) {
  const auto text = [](const std::string& of) { return formula(of, {"S", "v"}); };
  return custom_process({text("0"), text(fmt::format("0.5*({} - v)", theta))},
                        {{text("S*sqrt(v)"), text("0")},
                         {text(fmt::format("{}*sqrt(v)", correlation)),
                          text(fmt::format("{}*sqrt(v)", std::sqrt(1 - correlation * correlation)))}},
                        Interpretation::ito);
}

}  // namespace

TEST_CASE("correlated noise that vanishes: values at points, edges left out and a level 5 % off are rejected") {
  CHECK(keeps_variance(heston_model(-0.7)));
  CHECK_FALSE(keeps_variance(heston_model(-0.7), {}, Flux::semi_lagrangian));
  CHECK_FALSE(keeps_variance(heston_model(0.7)));
  CHECK_FALSE(keeps_variance(heston_model(-0.7, 0.042)));
  CHECK_FALSE(keeps_variance(heston_model(-0.7), [](Operator& L) {  // without those that carry the correlation
    for (Direction& e : L.directions)
      if (e.lines->offset()[0] != 0 && e.lines->offset()[1] != 0) e.up.setZero(), e.down.setZero();
  }));
  CHECK_FALSE(keeps_variance(heston_model(-0.7), [](Operator& L) {  // without the first edges' conductances
    for (Direction& e : L.directions)
      for (Eigen::Index i = 0; i < e.up.size(); i += 50) e.up[i] *= 3, e.down[i + 1] *= 3;
  }));
}
