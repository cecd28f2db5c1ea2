// SPDX-License-Identifier: MIT
#include "fokker/score/score.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Largest error of the interpolated score of N(0.3, 1) x N(0, 2) at scattered points.
double interpolation_error(Eigen::Index cells) {
  const Grid grid({uniform_axis("x", -4, 4, cells), uniform_axis("y", -5, 5, cells)});
  const GaussianMixture law({1.0}, {Vector{{0.3, 0}}}, {Matrix(Vector{{1, 2}}.asDiagonal())});
  const Score score = trajectory_score({grid, {0}, {law.log_density(grid.centres()).exp()}});
  Points x(200, 2), s(200, 2), exact(200, 2);
  for (Eigen::Index i = 0; i < 200; ++i)
    x.row(i) << -4 + 8 * std::fmod(i * 0.618, 1), -5 + 10 * std::fmod(i * 0.414, 1);
  score.at(0)(x, s);
  law.score(x, exact);
  return (s - exact).abs().maxCoeff();
}

Score score_of(const GaussianMixture& law) {
  Score score;
  score.at = [law](double) -> Field { return [law](const PointsIn& x, PointsOut out) { law.score(x, out); }; };
  return score;
}

}  // namespace

TEST_CASE("the score of a Gaussian on a grid is exact, boundaries and tails included") {
  // log p is quadratic: differences over faces are exact and linear between them; rounding of log p over h
  CHECK(interpolation_error(64) < 1e-11);
}

TEST_CASE("the interpolated score of a mixture converges at second order") {
  const auto error = [](Eigen::Index cells) {
    const Grid grid = line(-3, 3, cells);
    const Score score = trajectory_score({grid, {0}, {vp_mixture().log_density(grid.centres()).exp()}});
    Points x(301, 1), s(301, 1), exact(301, 1);
    for (Eigen::Index i = 0; i <= 300; ++i) x(i, 0) = -3 + 0.02 * static_cast<double>(i);
    score.at(0)(x, s);
    vp_mixture().score(x, exact);
    return (s - exact).abs().maxCoeff();
  };
  const double order = std::log2(error(200) / error(400));
  CHECK(order > 1.8);
}

TEST_CASE("log p is linear in time between stored densities and constant beyond them") {
  const Grid grid = line(0, 1, 2);
  const Score score = trajectory_score({grid, {1, 2}, {Array{{1, std::exp(1.0)}}, Array{{1, std::exp(3.0)}}}});
  Array logs(2);
  score.log_density(1.25, grid.centres(), logs);
  CHECK(logs[0] == 0);
  CHECK(logs[1] == relative(1.5).epsilon(1e-14));
  score.log_density(0.5, grid.centres(), logs);
  CHECK(logs[1] == relative(1).epsilon(1e-14));
  score.log_density(9, grid.centres(), logs);
  CHECK(logs[1] == relative(3).epsilon(1e-14));
}

TEST_CASE("periodic boundaries close the score on itself") {
  const Grid grid = line(0, 2 * M_PI, 128, Boundary::periodic);
  const Score score = trajectory_score({grid, {0}, {grid.centres().col(0).cos().exp()}});
  Points x(3, 1), s(3, 1);
  x << 0.01, 6.27, 3;
  score.at(0)(x, s);
  // grad cos = -sin; linear interpolation over h = 0.049 leaves h^2/8, the difference quotient h^2/24
  for (int i = 0; i < 3; ++i) CHECK(std::abs(s(i, 0) + std::sin(x(i, 0))) < 4.1e-4);
}

TEST_CASE("cells below the floor are counted") {
  const Grid grid = line(0, 1, 4);
  const Score score = trajectory_score({grid, {0}, {Array{{1, 0, 1e-310, 1}}}});
  CHECK(score.floored_cells == 2);
  Array logs(4);
  score.log_density(0, grid.centres(), logs);
  CHECK(logs[1] == relative(std::log(1e-300)).epsilon(1e-14));
  CHECK(logs[2] == logs[1]);
}

TEST_CASE("Anderson's drift of an Ornstein-Uhlenbeck process is the closed form") {
  const double T = 2, alpha = 0.5, variance = 0.7;
  const Process forward = ornstein_uhlenbeck(v1(1.5), v1(0.2), v1(0.8));
  const Process backward = reversed(forward, score_of(normal(0, variance)), alpha, T);
  Points x(2, 1), a(2, 1), v(2, 1), g(2, 1), D(2, 1);
  x << 0.4, -1;
  backward.drift(0.3)(x, a);
  backward.divergence_drift(0.3)(x, v);
  backward.noise(0.3)(x, g);
  backward.diffusion(0.3)(x, D);
  for (int i = 0; i < 2; ++i) {
    const double expected = -1.5 * (0.2 - x(i, 0)) - 0.5 * (1 + alpha * alpha) * 0.64 * x(i, 0) / variance;
    CHECK(a(i, 0) == relative(expected).epsilon(1e-14));
    CHECK(v(i, 0) == relative(expected).epsilon(1e-14));
    CHECK(g(i, 0) == relative(0.4).epsilon(1e-14));
    CHECK(D(i, 0) == relative(0.16).epsilon(1e-14));
  }
}

TEST_CASE("the reversed Ito drift carries div D where the noise depends on x") {
  // dx = x dw: D = x^2, div D = 2 x, v = -x; a_r = (1 + alpha^2)/2 (2 x + x^2 s)
  Process forward = brownian(v1(0), v1(1));
  forward.divergence_drift = [](double) -> Field { return [](const PointsIn& x, PointsOut out) { out = -x; }; };
  forward.diffusion = [](double) -> Field { return [](const PointsIn& x, PointsOut out) { out = x.square(); }; };
  const Process backward = reversed(forward, score_of(normal(0, 1)), 1, 1);
  Points x(1, 1), a(1, 1);
  x << 0.5;
  backward.drift(0)(x, a);
  CHECK(a(0, 0) == relative(2 * 0.5 - 0.125).epsilon(1e-14));
}

TEST_CASE("a score known at points leaves the part of the drift that is known on cells to the edges") {
  // v = -x is all potential, U = x^2 / 2 with D = 2: phi = -x^2 / 2, nothing is left over; s = -x / 0.7
  Process forward = ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2)));
  forward.discrete_potential =
      DiscretePotential{[](double) -> Field { return [](const PointsIn&, PointsOut out) { out.setZero(); }; },
                        [](double, const PointsIn& x, ArrayOut phi) { phi = -0.5 * x.col(0).square(); }};
  const double alpha = 0.5;
  const Process backward = reversed(forward, score_of(normal(0, 0.7)), alpha, 1);
  REQUIRE(backward.discrete_potential.has_value());
  Points x(1, 1), rest(1, 1);
  Array phi(1);
  x << 0.4;
  backward.discrete_potential->rest(0)(x, rest);
  backward.discrete_potential->phi(0, x, phi);
  CHECK(rest(0, 0) == relative(-(1 + alpha * alpha) * 0.4 / 0.7).epsilon(1e-14));
  CHECK(phi[0] == relative(0.08 / (alpha * alpha)).epsilon(1e-14));
}

TEST_CASE("a history gives the score of its trajectory to the last bit") {
  const Grid grid = line(-3, 3, 20);
  Trajectory trajectory{grid, {0, 1, 2}, {}};
  for (const double variance : {.2, .5, 1.0})
    trajectory.densities.push_back(normal(0.1, variance).log_density(grid.centres()).exp());
  const Score kept = trajectory_score(trajectory);
  const Score asked = trajectory_score(history_of(trajectory), 7);
  CHECK(asked.floored_cells == 7);
  CHECK(cells_below_floor(Array{{0, 1, 1e-310}}) == 2);
  Points x(2, 1), s(2, 1), other(2, 1);
  x << -0.4, 1.3;
  for (const double t : {0.3, 1.9, 0.7}) {
    kept.at(t)(x, s);
    asked.at(t)(x, other);
    CHECK((s == other).all());
  }
}

TEST_CASE("one, two and seven threads give the same bits of log p and of its slopes") {
  const Grid grid(
      {uniform_axis("x", -3, 3, 70, {Boundary::periodic, Boundary::periodic}), uniform_axis("y", -2, 4, 97)});
  Trajectory trajectory{grid, {0, 1}, {}};
  for (const double variance : {.2, .5})
    trajectory.densities.push_back((-grid.centres().square().rowwise().sum() / variance).exp() *
                                   (1.1 + grid.centres().col(1).sin()));
  const Points x = grid.centres() + 0.01;
  Points first(grid.cells(), 2), s(grid.cells(), 2);
  Array first_logs(grid.cells()), logs(grid.cells());
  const Score one = trajectory_score(trajectory);
  one.at(0.3)(x, first);
  one.log_density(0.3, x, first_logs);
  for (const int threads : {2, 7})
    for (const Score& score : {trajectory_score(trajectory, threads),
                               trajectory_score(history_of(trajectory), one.floored_cells, threads)}) {
      score.at(0.3)(x, s);
      score.log_density(0.3, x, logs);
      CHECK((s == first).all());
      CHECK((logs == first_logs).all());
    }
}

TEST_CASE("a scaled score scales values and differences alike") {
  const Score score = scaled(trajectory_score({line(0, 1, 2), {0}, {Array{{1, std::exp(1.0)}}}}), 1.1);
  Array logs(2);
  Points x(1, 1), s(1, 1);
  x << 0.5;
  score.log_density(0, line(0, 1, 2).centres(), logs);
  score.at(0)(x, s);
  CHECK(logs[1] == relative(1.1).epsilon(1e-14));
  CHECK(s(0, 0) == relative(2.2).epsilon(1e-14));
}

TEST_CASE("reversals that make no sense are refused") {
  const Process forward = brownian(v1(0), v1(1));
  CHECK_THROWS_AS(reversed(forward, score_of(normal(0, 1)), -1, 1), Error);
  CHECK_THROWS_AS(reversed(forward, score_of(normal(0, 1)), 1, HUGE_VAL), Error);
  Score other = score_of(normal(0, 1));
  other.dimension = 2;
  CHECK_THROWS_AS(reversed(forward, other, 1, 1), Error);
}
