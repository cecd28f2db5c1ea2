// SPDX-License-Identifier: MIT
#include "fokker/problem/problem.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/problem/grid_problem.hpp"
#include "fokker/process/kind.hpp"
#include "relative.hpp"
#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("the exact density is the marginal of the initial mixture") {
  const Problem problem = smallest_problem();
  REQUIRE(has_exact_density(problem));
  CHECK(exact_density(problem, 2).mixture->covariance()(0, 0) == 2.25);
}

TEST_CASE("a reversal without noise moves particles without noise") {
  Problem problem = smallest_problem();
  problem.reversals.push_back({.alpha = 0});
  CHECK(noise_kind(problem) == NoiseKind::additive);
  CHECK(noise_kind(problem, problem.reversals[0]) == NoiseKind::none);
}

TEST_CASE("a law of unbounded space is wrapped once, one that is known up to a factor never") {
  const Grid circle = line(-1, 1, 8, Boundary::periodic);
  const Law once = wrapped(circle, normal(0.9, 0.04));
  CHECK(once.wrapped);
  const Law twice = wrapped(circle, once);
  const auto masses = [&](const Law& law) { return law.box_mass(circle.lower_corners(), circle.upper_corners()); };
  CHECK((masses(once) == masses(twice)).all());
  const Law factor = density_law(1, [](const PointsIn& x, ArrayOut values) { values.setConstant(3 + 0 * x(0, 0)); });
  CHECK_FALSE(wrapped(circle, factor).wrapped);
}

namespace {

/// An Ornstein-Uhlenbeck process with mean `mean`, or Brownian motion with a drift, from the middle of [-1, 1].
Problem between_boundaries(Process process) {
  return {.process = std::move(process),
          .initial = GaussianMixture({1.0}, {Vector::Zero(1)}, {Matrix::Constant(1, 1, 0.01)}),
          .time = {.end = 1},
          .grid = Grid({uniform_axis("x", -1, 1, 100)})};
}

}  // namespace

TEST_CASE("the density of unbounded space does not count where reflecting boundaries hold its mass back") {
  Problem problem = between_boundaries(make_process(
      process_kind("ou"), 1, {{"theta", Matrix(Matrix::Ones(1, 1))}, {"mu", Vector(Vector::Constant(1, 5))}}));
  const CheckedProblem between(problem);
  CHECK_FALSE(has_exact_density(between));
  REQUIRE(between.notes().size() == 1);
  CHECK(between.notes()[0].found.find("hold back more than 0.01 of the exact density") != std::string::npos);
  problem.grid = Grid({uniform_axis("x", -6, 12, 100)});
  CHECK(has_exact_density(CheckedProblem(problem)));
}

TEST_CASE("the exact density of Brownian motion between reflecting boundaries is that of the reflected motion") {
  Problem problem = between_boundaries(brownian(Vector::Constant(1, 5), Vector::Constant(1, 1)));
  const CheckedProblem between(problem);
  CHECK(between.notes().empty());
  REQUIRE(has_exact_density(between));
  const auto within = [&](double t) {
    return exact_density(between, t).box_mass(Points::Constant(1, 1, -1), Points::Constant(1, 1, 1))[0];
  };
  CHECK(within(0.5) == relative(1).epsilon(1e-14));
  // its score is not known, and tails of the start beyond a boundary are not part of it
  problem.reversals.push_back({.score = ScoreSource::exact});
  CHECK_THROWS_AS(CheckedProblem{problem}, Error);
  problem.reversals.clear();
  problem.initial = GaussianMixture({1.0}, {Vector::Zero(1)}, {Matrix::Constant(1, 1, 0.09)});
  CHECK_FALSE(has_exact_density(CheckedProblem(problem)));
  // where nothing reaches a boundary it stays a mixture
  problem.grid = Grid({uniform_axis("x", -9, 18, 100)});
  CHECK(exact_density(CheckedProblem(problem), 1).mixture);
}

namespace {

/// A square-root process from a point, on cells from `min` to 8; the Feller ratio is .8.
Problem rate_problem(double min = 0, double theta = 0.4, Boundary lower = Boundary::reflecting) {
  return {.process = cox_ingersoll_ross(v1(1), v1(theta), v1(1)),
          .initial = normal(0.5, 0),
          .time = {.end = 1},
          .grid = Grid({uniform_axis("x", min, 8, 100, {lower, Boundary::reflecting})})};
}

}  // namespace

TEST_CASE("the exact density of a square-root process counts where the grid holds its mass") {
  const CheckedProblem whole(rate_problem());
  REQUIRE(has_exact_density(whole));
  CHECK(mass_of(exact_density(whole, 1), 0, 8) > 1 - 1e-6);
  CHECK_FALSE(has_exact_density(CheckedProblem(rate_problem(0.1))));  // .23 of it lies below
  CHECK_FALSE(has_exact_density(CheckedProblem(rate_problem(0, 0))));
  Problem framed = rate_problem();
  framed.frame = formula_frame({Expression::parse("0", {})}, {Expression::parse("2 + t", {})});
  const GridProblem moved = on_grid(framed);  // x = 3 y at t = 1
  REQUIRE(moved.exact);
  CHECK(mass_of(moved.exact(1), 0.1, 0.2) == relative(mass_of(exact_density(whole, 1), 0.3, 0.6)).epsilon(1e-12));
}

TEST_CASE("a square-root process may start later where its law is known, and has no exact score") {
  Problem problem = rate_problem();
  problem.time.start = 0.2;
  CHECK_FALSE(on_grid(CheckedProblem(problem)).start.mixture);
  problem = rate_problem(0, 0);
  problem.time.start = 0.2;
  CHECK(only_error(problem).found.find("kappa theta = 0") != std::string::npos);
  problem = rate_problem(0, 0.4, Boundary::absorbing);
  problem.time.start = 0.2;
  CHECK(only_error(problem).key == "time.start");
  problem = rate_problem();
  problem.reversals.push_back({.score = ScoreSource::exact});
  CHECK(only_error(problem).found == "the exact score of 'cir' is not offered");
}
