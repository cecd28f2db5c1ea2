// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("geometric cells grow by one factor") {
  const Axis axis = geometric_axis("x", 0.01, 100, 40);
  CHECK(axis.edges[0] == 0.01);
  CHECK(axis.edges[40] == 100);
  const double factor = std::pow(1e4, 1.0 / 40);
  // an exponential of a number up to 9.2: its rounding times 9.2, in a difference of neighbours about a fifth as large
  for (Eigen::Index i = 0; i + 1 < 40; ++i)
    CHECK(std::abs(axis.width(i + 1) / axis.width(i) / factor - 1) < 100 * 2.3e-16);
}

TEST_CASE("sinh cells are finest at their centre and equal in asinh") {
  const Axis axis = sinh_axis("x", -3, 9, 60, {1, 0.5});
  CHECK(axis.edges[0] == -3);
  CHECK(axis.edges[60] == 9);
  Eigen::Index finest = 0;
  axis.widths().minCoeff(&finest);
  CHECK(axis.edges[finest] <= 1);
  CHECK(axis.edges[finest + 1] >= 1);
  const Array u = ((axis.edges - 1) / 0.5).unaryExpr([](double x) { return std::asinh(x); });
  const Array widths = u.tail(60) - u.head(60);
  // rounding of values up to 3.5, twice
  CHECK((widths - widths.mean()).abs().maxCoeff() < 8 * 2.3e-16 * 3.5);
}

TEST_CASE("power cells are equal in the root of the distance from min") {
  const Axis axis = power_axis("x", 1, 9, 64);
  CHECK(axis.edges[0] == 1);
  CHECK(axis.edges[64] == 9);
  for (Eigen::Index i = 0; i <= 64; ++i) CHECK(axis.edges[i] == 1 + static_cast<double>(i * i) / 512);
  CHECK(power_axis("x", 0, 1, 10, {3}).edges[5] == 0.125);
}

TEST_CASE("a refined axis keeps the edges that both have to the last bit, and its boundaries") {
  const Array edges{{-1, -0.3, 0.1, 0.4, 1, 2.5, 3}};
  for (const Axis& axis :
       {uniform_axis("x", -0.1, 0.7, 6, {Boundary::absorbing}), geometric_axis("x", 0.1, 7, 6, {Boundary::absorbing}),
        sinh_axis("x", -1, 7, 6, {0.3, 0.2, {Boundary::absorbing}}),
        power_axis("x", -1, 7, 6, {1.5, {Boundary::absorbing}}), listed_axis("x", edges, {Boundary::absorbing})}) {
    const Axis fine = refined(axis, 12), finest = refined(axis, 24), coarse = refined(axis, 3);
    CHECK(fine.cells() == 12);
    CHECK(finest.cells() == 24);
    CHECK(coarse.cells() == 3);
    CHECK(fine.lower == Boundary::absorbing);
    CHECK(fine.upper == Boundary::reflecting);
    for (Eigen::Index i = 0; i <= 6; ++i) CHECK(fine.edges[2 * i] == axis.edges[i]);
    for (Eigen::Index i = 0; i <= 12; ++i) CHECK(finest.edges[2 * i] == fine.edges[i]);
    for (Eigen::Index i = 0; i <= 3; ++i) CHECK(coarse.edges[i] == axis.edges[2 * i]);
    CHECK((refined(fine, 6).edges == axis.edges).all());
    CHECK((finest.widths() > 0).all());
  }
}

TEST_CASE("any number of cells comes from a map") {
  const Axis axis = refined(geometric_axis("x", 1, 32, 7), 10);
  for (Eigen::Index i = 0; i <= 10; ++i) CHECK(axis.edges[i] == relative(std::exp2(0.5 * i)).epsilon(1e-15));
  CHECK(refined(uniform_axis("x", 0, 1, 7), 4).edges[1] == 0.25);
}

TEST_CASE("doubling listed edges follows a smooth map at fourth order") {
  const auto error = [](Eigen::Index cells) {
    const Axis smooth = sinh_axis("x", -3, 5, cells, {0, 1});
    const Axis listed = refined(listed_axis("x", smooth.edges), 2 * cells);
    return (listed.edges - refined(smooth, 2 * cells).edges).abs().maxCoeff();
  };
  // the error of the cubic at the ends, h^4 times the fourth derivative: the remainder is one order higher
  CHECK(std::abs(std::log2(error(80) / error(160)) - 4) < 0.2);
}

TEST_CASE("doubling a rough list keeps the new edges in the middle of their cells") {
  const Axis axis = listed_axis("x", Array{{0, 1, 1.001, 5}});
  const Axis fine = refined(axis, 6);
  for (Eigen::Index i = 0; i < 3; ++i) {
    // less what rounding of an edge near 1 takes of a width of .001
    CHECK(fine.width(2 * i) >= 0.25 * axis.width(i) - 2.3e-16);
    CHECK(fine.width(2 * i + 1) >= 0.25 * axis.width(i) - 2.3e-16);
  }
  const Axis around = refined(listed_axis("x", Array{{0, 1, 3, 4}}, {Boundary::periodic, Boundary::periodic}), 6);
  CHECK(around.edges[1] == 0.5 + (0 + 1 - (-1) - 3) / 16.0);
}

TEST_CASE("axes that cannot be are refused") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(geometric_axis("x", 0, 1, 4), Error);
  CHECK_THROWS_AS(geometric_axis("x", -2, -1, 4), Error);
  CHECK_THROWS_AS(geometric_axis("x", 2, 1, 4), Error);
  CHECK_THROWS_AS(geometric_axis("x", 1, 1 + 1e-15, 100), Error);
  CHECK_THROWS_AS(sinh_axis("x", 0, 1, 4, {0, 0}), Error);
  CHECK_THROWS_AS(sinh_axis("x", 0, 1, 4, {nan, 1}), Error);
  CHECK_THROWS_AS(power_axis("x", 0, 1, 4, {0.5}), Error);
  CHECK_THROWS_AS(power_axis("x", 0, 1, 4, {nan}), Error);
  CHECK_THROWS_AS(listed_axis("x", Array{{0, 1}}), Error);
  CHECK_THROWS_AS(listed_axis("x", Array{{0, 2, 1}}), Error);
  CHECK_THROWS_AS(listed_axis("x", Array{{0, nan, 1}}), Error);
  CHECK_THROWS_AS(listed_axis("x", Array{{0, 1, 2}}, {Boundary::periodic}), Error);
  CHECK_THROWS_AS(refined(listed_axis("x", Array{{0, 1, 2, 3}}), 5), Error);
  CHECK_THROWS_AS(refined(listed_axis("x", Array{{0, 1, 2, 3}}), 1), Error);
  CHECK_THROWS_AS(refined(uniform_axis("x", 0, 1, 4), 1), Error);
}
