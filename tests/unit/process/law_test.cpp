// SPDX-License-Identifier: MIT
#include "fokker/process/law.hpp"

#include <doctest/doctest.h>

#include <numbers>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a mixture is a law with its own box masses") {
  const Law law = vp_mixture();
  CHECK(law.dimension == 1);
  REQUIRE(law.mixture);
  CHECK(mass_of(law, -5, 0) == relative(.4).epsilon(1e-6));  // Q(5) = 2.9e-7
}

TEST_CASE("a uniform law gives each box its share of the volume") {
  const Law law = uniform_law(Vector{{0, -1}}, Vector{{2, 3}});
  CHECK_FALSE(law.mixture);
  CHECK(mass_of(law, Vector{{.5, 0}}, Vector{{1, 1}}) == .0625);
  CHECK(mass_of(law, Vector{{-9, 1}}, Vector{{1, 9}}) == .25);
  CHECK(mass_of(law, Vector{{2, -1}}, Vector{{3, 3}}) == 0);
  CHECK_THROWS_AS(uniform_law(v1(1), v1(1)), Error);
}

TEST_CASE("on a grid a uniform law has its mean, its variance and no mass lost where edges cut cells") {
  const Grid grid = line(-3, 3, 77);
  const Array p = cell_averages(grid, uniform_law(v1(-1), v1(2)).box_mass);
  CHECK(mass(grid, p) == relative(1).epsilon(1e-14));
  // cut cells count at their centre: off by at most half a cell's mass times half a cell each
  const double h = 6.0 / 77;
  CHECK(std::abs(mean(grid, p)[0] - .5) < h * h / 3);
  CHECK(std::abs(covariance(grid, p)(0, 0) - .75) < 2 * h * h);
}

TEST_CASE("a beta law has its closed-form masses and keeps small ones at both ends") {
  // exponents 1 and 2: 1 - (1 - x)^2
  CHECK(mass_of(beta_law(v1(1), v1(2)), 0.25, 0.5) == relative(0.5625 - 0.25).epsilon(1e-14));
  CHECK(mass_of(beta_law(v1(1), v1(20)), 0.9, 2) == relative(1e-20).epsilon(1e-12));
  CHECK(mass_of(beta_law(v1(20), v1(1)), -1, 0.1) == relative(1e-20).epsilon(1e-12));
  CHECK(mass_of(beta_law(v1(0.1), v1(0.3)), 0, 1) == 1);
}

TEST_CASE("a gamma law has its closed-form masses and keeps its far tail") {
  // shape 1 is the exponential law
  const Law exponential = gamma_law(v1(1), v1(.5));
  CHECK(mass_of(exponential, 0, 1) == relative(1 - std::exp(-2)).epsilon(1e-14));
  CHECK(mass_of(exponential, -3, 0) == 0);
  CHECK(std::abs(mass_of(exponential, 30, 31) / (std::exp(-60) - std::exp(-62)) - 1) < 1e-13);
  // shape 2: 1 - (1 + x) e^-x
  CHECK(mass_of(gamma_law(v1(2), v1(1)), 0, 3) == relative(1 - 4 * std::exp(-3)).epsilon(1e-14));
}
