#include "sde/walls.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace fokker;
using walls::Ends;

namespace {
constexpr double kTolerance = 1e-14;  // a few roundings of numbers up to 30
}

TEST_CASE("reflecting walls fold as often as it takes") {
  const Ends ends{-1, 2, Wall::reflecting, Wall::reflecting};
  CHECK(walls::bring_back(ends, 2.5) == doctest::Approx(1.5).epsilon(kTolerance));
  CHECK(walls::bring_back(ends, -1.5) == doctest::Approx(-0.5).epsilon(kTolerance));
  CHECK(walls::bring_back(ends, 5.25) == doctest::Approx(-0.75).epsilon(kTolerance));
  CHECK(walls::bring_back(ends, 2 + 3 * 7 + 0.5) == doctest::Approx(-0.5).epsilon(kTolerance));
  for (double x = -40; x < 40; x += 0.37) CHECK(ends.contain(walls::bring_back(ends, x)));
}

TEST_CASE("periodic walls wrap by whole widths") {
  const Ends ends{-1, 2, Wall::periodic, Wall::periodic};
  CHECK(walls::bring_back(ends, 2.5) == doctest::Approx(-0.5).epsilon(kTolerance));
  CHECK(walls::bring_back(ends, -1.25) == doctest::Approx(1.75).epsilon(kTolerance));
  CHECK(walls::bring_back(ends, 2 + 3 * 5 + 0.5) == doctest::Approx(-0.5).epsilon(kTolerance));
  CHECK(ends.contain(walls::bring_back(ends, std::nextafter(-1.0, -2.0))));
}

TEST_CASE("an absorbing wall takes what lies behind it, a reflecting one opposite gives back") {
  const Ends ends{0, 1, Wall::reflecting, Wall::absorbing};
  CHECK(std::isnan(walls::bring_back(ends, 1.01)));
  CHECK(walls::bring_back(ends, -0.25) == 0.25);
  CHECK(std::isnan(walls::bring_back(ends, -1.25)));
}

TEST_CASE("what is not a number or infinite counts as outside") {
  const Ends ends{0, 1, Wall::reflecting, Wall::reflecting};
  const double x[] = {0, 0.5, 1, 1.5, -1, std::nan(""), std::numeric_limits<double>::infinity()};
  CHECK(walls::count_outside(ends, x, 7) == 4);
}

TEST_CASE("the probability of a crossing is that of the Brownian bridge, at absorbing walls only") {
  // exp(-2 (w - x0)(w - x1) / (g^2 dt)); both walls: 1 - (1 - p)(1 - q)
  const double p = std::exp(-2 * 0.1 * 0.2 / (0.25 * 0.1));
  const double q = std::exp(-2 * 0.9 * 0.8 / (0.25 * 0.1));
  CHECK(walls::crossing_probability({0, 1, Wall::reflecting, Wall::absorbing}, 0.9, 0.8, 0.5, 0.1) ==
        doctest::Approx(p).epsilon(1e-13));
  CHECK(walls::crossing_probability({0, 1, Wall::absorbing, Wall::absorbing}, 0.9, 0.8, 0.5, 0.1) ==
        doctest::Approx(1 - (1 - p) * (1 - q)).epsilon(1e-13));
  CHECK(walls::crossing_probability({0, 1, Wall::reflecting, Wall::reflecting}, 0.9, 0.8, 0.5, 0.1) == 0);
  CHECK(walls::crossing_probability({0, 1, Wall::absorbing, Wall::absorbing}, 0.5, 0.5, 0.0, 0.1) == 0);
  CHECK(walls::crossing_probability({0, 1, Wall::absorbing, Wall::absorbing}, 1.0, 0.5, 0.5, 0.1) == 1);
}
