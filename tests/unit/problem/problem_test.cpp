#include "fokker/problem/problem.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
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
