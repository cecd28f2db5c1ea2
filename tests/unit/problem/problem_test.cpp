#include "fokker/problem/problem.hpp"

#include <doctest/doctest.h>

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

TEST_CASE("the density of unbounded space does not count where reflecting boundaries hold its mass back") {
  Problem problem{.process = brownian(Vector::Constant(1, 5), Vector::Constant(1, 1)),
                  .initial = GaussianMixture({1.0}, {Vector::Zero(1)}, {Matrix::Constant(1, 1, 0.01)}),
                  .time = {.end = 1},
                  .grid = Grid({uniform_axis("x", -1, 1, 100)})};
  const CheckedProblem between(problem);
  CHECK_FALSE(has_exact_density(between));
  REQUIRE(between.notes().size() == 1);
  CHECK(between.notes()[0].found.find("hold back more than 0.01 of the exact density") != std::string::npos);
  problem.grid = Grid({uniform_axis("x", -6, 12, 100)});
  CHECK(has_exact_density(CheckedProblem(problem)));
}
