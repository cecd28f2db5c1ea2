// SPDX-License-Identifier: MIT
#include "fokker/generator/generator.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("rates and leak are those of the operator") {
  const Grid grid = line(-1, 2, 24, Boundary::absorbing);
  const Operator L = edges_of(double_well(.25), grid);
  const Generator rates = generator(L);
  REQUIRE(rates.exits.size() == 2);
  CHECK(rates.exits[0].name == "x_lower");
  CHECK(rates.exits[1].name == "x_upper");
  const Array masses = Array::LinSpaced(24, 1, 3);
  Array change;
  L.apply(masses, change);
  Array by_rates = (rates.rates * masses.matrix()).array() - rates.leak() * masses;
  for (Eigen::Index j = 0; j < 24; ++j)
    for (RateMatrix::InnerIterator rate(rates.rates, j); rate; ++rate) by_rates[j] -= rate.value() * masses[j];
  CHECK((by_rates - change).abs().maxCoeff() <= 1e-13 * change.abs().maxCoeff());  // sums of five terms
}

TEST_CASE("the boundary of a region takes mass at the rate of an edge of its length") {
  // Brownian motion, sigma 1: (D/2) / (h d) with d the distance from the centre to the boundary
  const Grid grid = line(0, 1, 10);
  const Operator L = edges_of(brownian(v1(0), v1(1)), grid);
  for (const double place : {.56, .6, .64}) {
    const Generator exits =
        generator(L, {{"right", [place](const PointsIn& x, ArrayOut values) { values = x.col(0) - place; }}});
    CHECK(exits.exits[0].rate[5] == relative(0.5 / (0.1 * (place - .55))).epsilon(1e-12));
    CHECK(exits.outside[5] == 1);
    CHECK(exits.outside[6] == 0);
  }
}

TEST_CASE("a region on a ring is met from both sides") {
  const Grid grid = line(0, 1, 20, Boundary::periodic);
  const Generator exits = generator(edges_of(brownian(v1(0), v1(1)), grid), {region("ends", "abs(x - 0.5) > 0.41")});
  const Array& rate = exits.exits[0].rate;
  CHECK(rate[2] == relative(rate[17]).epsilon(1e-9));
  CHECK((rate[2] > 0 && rate[3] == 0));
}

TEST_CASE("regions that make no sense are refused") {
  const Grid grid = line(-1, 1, 10);
  const Operator L = edges_of(brownian(v1(0), v1(1)), grid);
  CHECK_THROWS_WITH(generator(L, {region("none", "x > 2")}), doctest::Contains("holds no cell centre"));
  CHECK_THROWS_WITH(generator(L, {region("all", "x > -2")}), doctest::Contains("holds every cell"));
  CHECK_THROWS_WITH(generator(L, {region("a", "x > 0"), region("b", "x > 0.5")}),
                    doctest::Contains("shares points with 'a'"));
}
