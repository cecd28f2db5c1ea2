// SPDX-License-Identifier: MIT
#include "sde/boundaries.hpp"

#include <doctest/doctest.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>

#include "relative.hpp"

using namespace fokker;
using boundaries::Ends;

namespace {
constexpr double kTolerance = 1e-14;  // a few roundings of numbers up to 30
}

TEST_CASE("reflecting boundaries fold as often as it takes") {
  const Ends ends{-1, 2, Boundary::reflecting, Boundary::reflecting};
  CHECK(boundaries::bring_back(ends, 2.5) == relative(1.5).epsilon(kTolerance));
  CHECK(boundaries::bring_back(ends, -1.5) == relative(-0.5).epsilon(kTolerance));
  CHECK(boundaries::bring_back(ends, 5.25) == relative(-0.75).epsilon(kTolerance));
  CHECK(boundaries::bring_back(ends, 2 + 3 * 7 + 0.5) == relative(-0.5).epsilon(kTolerance));
  for (double x = -40; x < 40; x += 0.37) CHECK(ends.contain(boundaries::bring_back(ends, x)));
}

TEST_CASE("periodic boundaries wrap by whole widths") {
  const Ends ends{-1, 2, Boundary::periodic, Boundary::periodic};
  CHECK(boundaries::bring_back(ends, 2.5) == relative(-0.5).epsilon(kTolerance));
  CHECK(boundaries::bring_back(ends, -1.25) == relative(1.75).epsilon(kTolerance));
  CHECK(boundaries::bring_back(ends, 2 + 3 * 5 + 0.5) == relative(-0.5).epsilon(kTolerance));
  CHECK(ends.contain(boundaries::bring_back(ends, std::nextafter(-1.0, -2.0))));
}

TEST_CASE("an absorbing boundary takes what lies behind it, a reflecting one opposite gives back") {
  const Ends ends{0, 1, Boundary::reflecting, Boundary::absorbing};
  CHECK(std::isnan(boundaries::bring_back(ends, 1.01)));
  CHECK(boundaries::bring_back(ends, -0.25) == 0.25);
  CHECK(std::isnan(boundaries::bring_back(ends, -1.25)));
}

TEST_CASE("what is not a number or infinite counts as outside") {
  const Ends ends{0, 1, Boundary::reflecting, Boundary::reflecting};
  const double x[] = {0, 0.5, 1, 1.5, -1, std::nan(""), std::numeric_limits<double>::infinity()};
  CHECK(boundaries::count_outside(ends, x, 7) == 4);
}

TEST_CASE("the probability of a crossing is that of the Brownian bridge, at absorbing boundaries only") {
  // exp(-2 (w - x0)(w - x1) / (g^2 dt)); both boundaries: 1 - (1 - p)(1 - q)
  const double p = std::exp(-2 * 0.1 * 0.2 / (0.25 * 0.1));
  const double q = std::exp(-2 * 0.9 * 0.8 / (0.25 * 0.1));
  CHECK(boundaries::crossing_probability({0, 1, Boundary::reflecting, Boundary::absorbing}, 0.9, 0.8,
                                         0.5 * 0.5 * 0.1) == relative(p).epsilon(1e-13));
  CHECK(boundaries::crossing_probability({0, 1, Boundary::absorbing, Boundary::absorbing}, 0.9, 0.8, 0.5 * 0.5 * 0.1) ==
        relative(1 - (1 - p) * (1 - q)).epsilon(1e-13));
  CHECK(boundaries::crossing_probability({0, 1, Boundary::reflecting, Boundary::reflecting}, 0.9, 0.8,
                                         0.5 * 0.5 * 0.1) == 0);
  CHECK(boundaries::crossing_probability({0, 1, Boundary::absorbing, Boundary::absorbing}, 0.5, 0.5, 0.0) == 0);
  CHECK(boundaries::crossing_probability({0, 1, Boundary::absorbing, Boundary::absorbing}, 1.0, 0.5, 0.5 * 0.5 * 0.1) ==
        1);
  // without noise across the boundary a path that starts on it and goes inwards has not crossed
  CHECK(boundaries::crossing_probability({0, 1, Boundary::absorbing, Boundary::absorbing}, 1.0, 0.5, 0.0) == 0);
}

namespace {

const std::vector<Ends> square(2, Ends{0, 1, Boundary::reflecting, Boundary::reflecting});

boundaries::Conormal constant(const Matrix& D) {
  return [D](const Vector&, int k) { return Vector(D.col(k)); };
}

}  // namespace

TEST_CASE("correlated noise is reflected along the conormal: a mirror in the metric of D") {
  const Matrix D{{1, .4}, {.4, .5}};
  Vector x{{1.1, .6}};
  const Vector before = x;
  REQUIRE(boundaries::bring_back_along(square, constant(D), x));
  CHECK((x - Vector{{.9, .6 - .2 * .4}}).cwiseAbs().maxCoeff() < kTolerance);
  const Vector on_boundary{{1, .2}};
  const auto distance = [&](const Vector& y) { return (y - on_boundary).dot(D.inverse() * (y - on_boundary)); };
  CHECK(distance(x) == relative(distance(before)).epsilon(1e-13));
}

TEST_CASE("positions far outside come back inside, whatever the correlation") {
  for (const double r : {-.99, 0.0, .8, .999}) {
    const Matrix D{{1, r}, {r, 1}};
    for (double a = -5; a < 5; a += .61)
      for (double b = -5; b < 5; b += .73) {
        Vector x{{a, b}};
        REQUIRE(boundaries::bring_back_along(square, constant(D), x));
        CHECK((square[0].contain(x[0]) && square[1].contain(x[1])));
      }
  }
}

TEST_CASE("the conormal is that of the place where the boundary is met") {
  const boundaries::Conormal turning = [](const Vector& y, int k) {
    CHECK(k == 0);
    return Vector{{1, y[1]}};
  };
  Vector x{{-.1, .5}};
  REQUIRE(boundaries::bring_back_along(square, turning, x));
  // first gamma (1, .5) at (0, .5): the boundary is met at (0, .5 + .1 * .5), where gamma is (1, .55)
  CHECK((x - Vector{{.1, .5 + .2 * .55}}).cwiseAbs().maxCoeff() < kTolerance);
}

TEST_CASE("beside conormal reflection, periodic boundaries wrap, absorbing ones take, and no noise means the normal") {
  const Matrix D{{1, .8}, {.8, 1}};
  const std::vector<Ends> ends = {square[0], {0, 1, Boundary::periodic, Boundary::periodic}};
  Vector x{{-.1, .95}};
  REQUIRE(boundaries::bring_back_along(ends, constant(D), x));
  CHECK((x - Vector{{.1, .11}}).cwiseAbs().maxCoeff() < kTolerance);
  Vector gone{{-.1, .95}};
  CHECK_FALSE(
      boundaries::bring_back_along({square[0], {0, 1, Boundary::reflecting, Boundary::absorbing}}, constant(D), gone));
  Vector still{{-.1, .5}};
  REQUIRE(boundaries::bring_back_along(square, constant(Matrix{{0, 0}, {0, 1}}), still));
  CHECK((still - Vector{{.1, .5}}).cwiseAbs().maxCoeff() < kTolerance);
}
