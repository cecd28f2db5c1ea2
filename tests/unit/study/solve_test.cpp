// SPDX-License-Identifier: MIT
#include "fokker/study/solve.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const Process ou = ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.0)));

}  // namespace

TEST_CASE("a solve matches the exact marginal, its reversal the start, particles the density") {
  const Grid grid = line(-6, 6, 240);
  const Solution there = fokker::solve(ou, grid, normal(1, 0.25), {0, 1}, {.snapshots = 3, .keep_steps = true});
  REQUIRE(there.times == std::vector<double>{0, 0.5, 1});
  const GaussianMixture law = marginal(ou, normal(1, 0.25), 0, 1);
  // second order: (h / std)^2 = .05^2 / .9; measured 1e-4
  CHECK(total_variation(grid, there.last().averages, averages(grid, law)) < 5e-4);
  const Solution back = fokker::solve(reversed(ou, there.score(), 1.0, 1.0), grid, there.last(), {0, 1});
  CHECK(compare(back.last(), there.first()).tv < 5e-3);
  const Ensemble cloud = simulate(ou, normal(1, 0.25), {0, 1}, {.count = 100'000, .steps = 200});
  CHECK(*compare(there.last(), cloud).tv_upper < 0.03);
  const Ensemble wrong = simulate(ornstein_uhlenbeck(v1(1), v1(0), v1(1.05 * std::sqrt(2.0))), normal(1, 0.25), {0, 1},
                                  {.count = 100'000, .steps = 200});
  CHECK(*compare(there.last(), wrong).p_value < 1e-6);
}

TEST_CASE("a solve refuses what a problem refuses, with the same keys") {
  const Grid grid = line(-6, 6, 60);
  const auto key_of = [](const auto& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.diagnostics().front().key;
    }
    return std::string("nothing");
  };
  CHECK(key_of([&] { fokker::solve(ou, grid, normal(0, 9), {0, 1}); }) == "initial");
  CHECK(key_of([&] { fokker::solve(ou, grid, normal(0, 0.1), {1, 0}); }) == "time.end");
  CHECK(key_of([&] { fokker::solve(ou, grid, normal(0, 0.1), {0, 1}, {.steps = 0}); }) == "time.steps");
  CHECK_THROWS_AS(fokker::solve(ou, grid, normal(0, 0.1), {0, 1}).score(), Error);
}

TEST_CASE("the score of one grid is refused on another one") {
  const Grid grid = line(-6, 6, 60);
  const Solution there = fokker::solve(ou, grid, normal(0, 0.25), {0, 1}, {.keep_steps = true});
  CHECK_THROWS_WITH_AS(fokker::solve(reversed(ou, there.score(), 1.0, 1.0), line(-6, 6, 50), normal(0, 1), {0, 1}),
                       doctest::Contains("another grid"), Error);
}

TEST_CASE("averages of a law are those of its density, also where that is known up to a factor") {
  const Grid grid = line(-8, 8, 50);
  const Array exact = averages(grid, normal(0.3, 0.49));
  CHECK((law_averages(grid, normal(0.3, 0.49)) == exact).all());
  const Law up_to_a_factor = density_law(
      1, [](const PointsIn& x, ArrayOut values) { values = 7 * (-(x.col(0) - 0.3).square() / (2 * 0.49)).exp(); });
  // five Gauss-Legendre nodes in cells of half a standard deviation: far below the 1e-6 of the largest average
  CHECK((law_averages(grid, up_to_a_factor) - exact).abs().maxCoeff() < 1e-6 * exact.maxCoeff());
}

TEST_CASE("a reversal around a circle needs no potential that closes") {
  const Grid circle = line(0, 1, 50, Boundary::periodic);
  const Process around = brownian(v1(0.3), m1(0.4));
  const Solution there = fokker::solve(around, circle, normal(0.5, 0.01), {0, 0.5}, {.keep_steps = true});
  const Solution back = fokker::solve(reversed(around, there.score(), 1.0, 0.5), circle, there.last(), {0, 0.5});
  CHECK(compare(back.last(), there.first()).tv < 0.02);
}

TEST_CASE("particles of a law that is no mixture are drawn from the cells of their box") {
  const Law flat = uniform_law(v1(-1), v1(1));
  CHECK_THROWS_AS(simulate(ou, flat, {0, 1}, {.count = 10}), Error);
  const Ensemble cloud = simulate(ou, flat, {0, 1}, {.count = 1000, .steps = 10, .box = line(-2, 2, 40)});
  CHECK(cloud.positions.rows() == 1000);
  CHECK(cloud.positions.abs().maxCoeff() <= 2);
  CHECK_THROWS_AS(simulate(ou, normal(0, 1), {0, 1}, {.count = 0}), Error);
}

TEST_CASE("densities on different grids are not compared") {
  const Array p = Array::Constant(10, 0.1);
  CHECK_THROWS_AS(compare(Density{line(0, 10, 10), p}, Density{line(0, 5, 10), p}), Error);
}
