// SPDX-License-Identifier: MIT
// Reversals of processes with a modulation: velocity and diffusion are kept on the faces.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/fv/operator.hpp"
#include "fokker/process/catalogue.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/score/score.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Score grid_score(const Process& process, const GaussianMixture& start, const Grid& grid) {
  Trajectory densities{grid, {0.2, 0.6, 1}, {}};
  for (const double t : densities.times)
    densities.densities.push_back(marginal(process, start, 0, t).log_density(grid.centres()).exp());
  return trajectory_score(std::move(densities));
}

/// Largest relative difference of the rates at several times from those that formulas alone give.
double difference_from_formulas(const Process& process, const Grid& grid, int threads) {
  Process plain = process;
  REQUIRE(plain.discrete_potential->modulated.has_value());
  plain.discrete_potential->modulated.reset();
  const Assembler kept(process, grid, Flux::automatic, threads), formulas(plain, grid);
  Operator L = kept.blank(), M = formulas.blank();
  double worst = 0;
  for (const double tau : {0.1, 0.7, 0.35}) {
    kept.assemble(tau, L);
    formulas.assemble(tau, M);
    REQUIRE(L.directions.size() == M.directions.size());
    for (std::size_t k = 0; k < L.directions.size(); ++k)
      for (const auto rates : {&Direction::up, &Direction::down}) {
        const Array &a = L.directions[k].*rates, &b = M.directions[k].*rates;
        worst = std::max(worst, (a - b).abs().maxCoeff() / b.abs().maxCoeff());
      }
  }
  return worst;
}

Grid square(Boundary boundary) {
  return Grid({uniform_axis("x", -3, 3, 40, {boundary, boundary}), sinh_axis("y", -3, 3, 37, {0, 1})});
}

}  // namespace

TEST_CASE("coefficients that are kept on the faces give the rates of their formulas") {
  const Process vp = variance_preserving(0.1, 20, 2);
  const GaussianMixture start({.4, .6}, {Vector{{-1, 0}}, Vector{{1, .5}}},
                              {Matrix(.04 * Matrix::Identity(2, 2)), Matrix(Vector{{.1, .2}}.asDiagonal())});
  for (const Boundary boundary : {Boundary::reflecting, Boundary::periodic, Boundary::absorbing}) {
    const Grid grid = square(boundary);
    for (const double alpha : {1.0, 0.7}) {
      // both orders of the same sums round: some 20 operations, amplified where the parts of z cancel
      CHECK(difference_from_formulas(reversed(vp, exact_score(vp, start, 0), alpha, 1), grid, 1) < 1e-13);
      CHECK(difference_from_formulas(reversed(vp, grid_score(vp, start, grid), alpha, 1), grid, 2) < 1e-13);
    }
  }
}

TEST_CASE("through absorbing boundaries a potential drives what its force does") {
  // a linear potential: the force is the same everywhere, so that edges inside agree, too
  const double temperature = 0.02;
  const ExpressionScope scope{{"x", "y"}, {}};
  const Process by_potential = langevin(Expression::parse("-20*x + 5*y", scope), temperature);
  const Process by_force = brownian(Vector{{20, -5}}, std::sqrt(2 * temperature) * Matrix::Identity(2, 2));
  const auto boundary = Boundary::absorbing;
  const Grid grid(
      {uniform_axis("x", -1, 1, 12, {boundary, boundary}), sinh_axis("y", -1, 2, 9, {0, 1, {boundary, boundary}})});
  const Array masses = grid.volumes();
  const auto difference = [&](Process one) {
    Operator L = Assembler(one, grid).blank(), M = L;
    Assembler(one, grid).assemble(0, L);
    Assembler(by_force, grid).assemble(0, M);
    double worst = 0;
    const auto left = L.outflow(masses), expected = M.outflow(masses);
    for (std::size_t axis = 0; axis < 2; ++axis) {
      worst = std::max(worst, std::abs(left[axis].lower / expected[axis].lower - 1));
      worst = std::max(worst, std::abs(left[axis].upper / expected[axis].upper - 1));
    }
    return worst;
  };
  CHECK(difference(by_potential) < 1e-13);  // rounding of some ten operations
  Process wrong = by_potential;
  wrong.divergence_drift = [force = by_potential.divergence_drift](double t) -> Field {
    return [force = force(t)](const PointsIn& x, PointsOut values) {
      force(x, values);
      values *= 1.05;
    };
  };
  CHECK(difference(wrong) > 0.01);
}

TEST_CASE("an alpha that varies in time keeps the rates of the formulas") {
  const Process vp = variance_preserving(0.1, 20, 1);
  const auto alpha = [](double t) { return 1.5 - t; };
  const Process back = reversed(vp, exact_score(vp, vp_mixture(), 0), alpha, 1);
  CHECK(difference_from_formulas(back, line(-3, 3, 50), 1) < 1e-13);  // rounding, as above
}

TEST_CASE("coefficients without a time modulation are not kept") {
  const Process forward = sub_variance_preserving(0.1, 20, 1);
  CHECK_FALSE(reversed(forward, exact_score(forward, vp_mixture(), 0), 1, 1).discrete_potential.has_value());
}

TEST_CASE("a drift that is not finite on a kept face is named with its place") {
  Process forward = brownian(v1(0), v1(1));
  forward.divergence_drift = forward.drift = [](double) -> Field {
    return [](const PointsIn& x, PointsOut out) { out = (x < 1).select(x, std::nan("")); };
  };
  const Process back = reversed(forward, exact_score(brownian(v1(0), v1(1)), normal(0, 1), 0), 1, 1);
  const Assembler assembler(back, line(-2, 2, 16));
  Operator L = assembler.blank();
  CHECK_THROWS_WITH_AS(assembler.assemble(0.5, L), doctest::Contains("x = 1"), Error);
}
