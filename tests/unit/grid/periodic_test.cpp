// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a law goes around a periodic axis: its images add up") {
  const Grid circle = line(0, 6, 60, Boundary::periodic);
  for (const double std : {0.2, 2.0, 40.0}) {
    const GaussianMixture law = normal(0.5, std * std);
    const BoxMass whole = wrapped(circle, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); });
    const Array p = cell_averages(circle, whole);
    CHECK(std::abs(mass(circle, p) - 1) < 1e-12);
    // over so many turns the law becomes even: 2 exp(-2 (pi std / 6)^2) of it is not
    if (std > 30) CHECK((p * 6 - 1).abs().maxCoeff() < 1e-12);
    Array images = Array::Zero(60);
    for (int turn = -60; turn <= 60; ++turn) images += averages(line(6 * turn, 6 * turn + 6, 60), law);
    CHECK((p - images).abs().maxCoeff() < 1e-12);
  }
}

TEST_CASE("a point mass on the seam lies half in the first and half in the last cell") {
  const Grid circle = line(0, 6, 60, Boundary::periodic);
  const GaussianMixture law = normal(0, 0);
  const Array p =
      cell_averages(circle, wrapped(circle, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); }));
  CHECK(std::abs(p[0] * 0.1 - 0.5) < 1e-14);
  CHECK(std::abs(p[59] * 0.1 - 0.5) < 1e-14);
}

TEST_CASE("positions come back into the grid along periodic axes alone") {
  const Grid cylinder(
      {uniform_axis("x", 0, 6, 4, {Boundary::periodic, Boundary::periodic}), uniform_axis("y", -1, 1, 4)});
  Points x{{6.5, 2.0}, {-0.5, -3.0}, {12.0, 0.0}, {3.0, 0.5}};
  wrap(cylinder, x);
  CHECK((x - Points{{0.5, 2.0}, {5.5, -3.0}, {0.0, 0.0}, {3.0, 0.5}}).abs().maxCoeff() < 1e-14);
}
