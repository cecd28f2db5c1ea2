// SPDX-License-Identifier: MIT
#include "process/normal_box.hpp"

#include <doctest/doctest.h>

#include <Eigen/Cholesky>
#include <limits>
#include <numbers>

#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr double far = 60;  // deviations: beyond the reach of the quadrature

Matrix factor(const Matrix& C) { return C.llt().matrixL(); }
Matrix correlation(double rho) { return Matrix{{1, rho}, {rho, 1}}; }
double tail(double x) { return 0.5 * std::erfc(x / std::numbers::sqrt2); }

}  // namespace

TEST_CASE("an orthant of the plane has its closed-form mass") {
  // 1/4 + asin(rho) / (2 pi), Sheppard 1899; the quadrature's stated error is 1e-10
  for (const double rho : {-.99, -.9, -.5, 0.0, .3, .7, .95, .99, .999}) {
    const double mass = normal_box(Vector::Zero(2), Vector::Constant(2, far), factor(correlation(rho)));
    CHECK_MESSAGE(std::abs(mass / (.25 + std::asin(rho) / (2 * std::numbers::pi)) - 1) < 1e-10, rho);
  }
}

TEST_CASE("an orthant of space has its closed-form mass") {
  // 1/8 + (asin r12 + asin r13 + asin r23) / (4 pi)
  const Matrix C{{1, .5, -.3}, {.5, 1, .4}, {-.3, .4, 1}};
  const double mass = normal_box(Vector::Zero(3), Vector::Constant(3, far), factor(C));
  CHECK(std::abs(mass / (.125 + (std::asin(.5) - std::asin(.3) + std::asin(.4)) / (4 * std::numbers::pi)) - 1) < 1e-10);
}

TEST_CASE("without correlation the mass is a product, in one, two and three dimensions") {
  const Vector lower{{-.5, .2, 1}}, upper{{1.5, .9, 4}}, deviations{{1, .3, 2}};
  double product = 1;
  for (Eigen::Index d = 1; d <= 3; ++d) {
    product *= normal_interval(lower[d - 1], upper[d - 1], deviations[d - 1]);
    const Matrix L = deviations.head(d).asDiagonal();
    CHECK(std::abs(normal_box(lower.head(d), upper.head(d), L) / product - 1) < 1e-12);
  }
}

TEST_CASE("the boxes of a grid add up to the mass of their union") {
  const Matrix L = factor(Matrix{{.5, .4}, {.4, .6}});
  double sum = 0;
  for (int i = 0; i < 12; ++i)
    for (int j = 0; j < 12; ++j) {
      const Vector corner{{-2.0 + i / 3.0, -2.0 + j / 3.0}};
      sum += normal_box(corner, corner + Vector::Constant(2, 1 / 3.0), L);
    }
  // 144 boxes of relative error 1e-10 each at most
  CHECK(std::abs(sum - normal_box(Vector::Constant(2, -2), Vector::Constant(2, 2), L)) < 1e-10);
  CHECK(std::abs(normal_box(Vector::Constant(2, -far), Vector::Constant(2, far), L) - 1) < 1e-12);
}

TEST_CASE("a narrow cell holds the density times its area") {
  const Matrix C{{2, .6}, {.6, .5}};
  const Vector corner{{.3, -.4}};
  const double h = 1e-4;
  const double mass = normal_box(corner, corner + Vector::Constant(2, h), factor(C));
  Points centre(1, 2);
  centre << .3 + h / 2, -.4 + h / 2;
  const double density = std::exp(GaussianMixture({1.0}, {Vector::Zero(2)}, {C}).log_density(centre)[0]);
  // midpoint rule: h^2/24 times the relative curvature, below 30 here; erf differences lose 1e-12 on 1e-4
  CHECK(std::abs(mass / (density * h * h) - 1) < 1e-6);
}

TEST_CASE("coordinates that are combinations of others are integrated over their line") {
  // y = 2x, x ~ N(0, 1): the box [0, 1] x [0, 1] holds x from 0 to 1/2
  const Matrix line_factor{{1, 0}, {2, 0}};
  const Vector zero = Vector::Zero(2), one = Vector::Ones(2);
  CHECK(std::abs(normal_box(zero, one, line_factor) / (.5 - tail(.5)) - 1) < 1e-12);
  CHECK(normal_box(Vector{{0, -1}}, Vector{{1, 0}}, line_factor) == 0);
  // z = x + y among three: P(x, y > 0, x + y < 1) is the integral of phi(x) P(0 < y < 1 - x)
  const Matrix plane_factor{{1, 0, 0}, {0, 1, 0}, {1, 1, 0}};
  double sum = 0;
  constexpr int n = 2000;
  for (int i = 0; i < n; ++i) {
    const double x = (i + .5) / n;
    sum += std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi) * (.5 - tail(1 - x)) / n;
  }
  // the sum's midpoint error is 1/24 n^-2; a kink inside a piece costs the quadrature up to 1e-3 of the mass
  const double mass = normal_box(Vector::Zero(3), Vector{{far, far, 1}}, plane_factor);
  CHECK(std::abs(mass / sum - 1) < 1e-3);
}

TEST_CASE("a coordinate that does not vary is inside or outside, or shared on a face") {
  const Matrix L{{1, 0}, {0, 0}};
  const Vector lower{{-far, -1}}, upper{{far, 1}};
  CHECK(normal_box(lower, upper, L) == relative(1).epsilon(1e-12));
  CHECK(normal_box(Vector{{-far, 0}}, upper, L) == relative(.5).epsilon(1e-12));
  CHECK(normal_box(Vector{{-far, .1}}, upper, L) == 0);
}

TEST_CASE("an interval is split where a point mass sits on its end") {
  CHECK(normal_interval(0, 1, 0) == .5);
  CHECK(normal_interval(-1, 1, 0) == 1);
  CHECK(std::abs(normal_interval(10, std::numeric_limits<double>::infinity(), 1) / 7.619853024160527e-24 - 1) < 1e-13);
}
