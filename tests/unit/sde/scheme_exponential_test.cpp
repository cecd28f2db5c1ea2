// SPDX-License-Identifier: MIT
// Exponential steps: Process::split and the scheme that takes it.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/score/score.hpp"
#include "unit/sde/steps.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

GaussianMixture normal(const Vector& mean, const Matrix& covariance) { return {{1.0}, {mean}, {covariance}}; }

Process reversal(const Process& process, const GaussianMixture& law, double alpha, double T) {
  return reversed(process, exact_score(process, law, 0), alpha, T);
}

/// Moments of a scheme whose step is affine in x and its normals, in two dimensions.
GaussianMixture final_law(const Process& process, const std::vector<double>& times, const GaussianMixture& start,
                          Scheme scheme = Scheme::exponential) {
  Vector mean = start.means()[0];
  Matrix covariance = start.covariances()[0];
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    Points x = Points::Zero(5, 2);
    x(1, 0) = x(2, 1) = 1;
    x = stepped(process, scheme, NoiseKind::additive, x, {times[k], times[k + 1]},
                [](const sde::Step&, random::Use, int axis, std::size_t, std::size_t count, double* out) {
                  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<int>(i) == axis + 3 ? 1 : 0;
                });
    const Matrix columns = (x.bottomRows(4).rowwise() - x.row(0)).matrix().transpose();
    const Matrix A = columns.leftCols(2), root = columns.rightCols(2);
    mean = (A * mean + x.row(0).matrix().transpose()).eval();
    covariance = (A * covariance * A.transpose() + root * root.transpose()).eval();
  }
  return normal(mean, covariance);
}

}  // namespace

TEST_CASE("exponential steps of the probability flow are those of DDIM") {
  // VP on N(0, 1/4), uniform steps 1 -> 1e-3, start N(0, 1): oracle table, six digits. Song, Meng and Ermon, ICLR 2021
  const Process flow =
      reversal(variance_preserving(0.1, 20, 1), normal(Vector::Zero(1), Matrix::Constant(1, 1, 0.25)), 0, 1);
  const std::pair<int, double> rows[] = {{10, .140154}, {50, .223377}, {200, .243122}};
  for (const auto& [steps, variance] : rows)
    CHECK(std::abs(affine_moments(flow, Scheme::exponential, between(0, 0.999, steps), {0, 1}).variance - variance) <
          6e-7);
  // exact .25008: where the data are broad, Euler's error is smaller (.237040 by the linear recursion)
  CHECK(std::abs(affine_moments(flow, Scheme::euler_maruyama, between(0, 0.999, 10), {0, 1}).variance - .237040) <
        6e-7);
}

TEST_CASE("one exponential step of the probability flow is exact where the data are one point, coupled axes too") {
  // rounding of numbers of order 1 through a few matrices of condition below 100
  const Vector point{{0.7, -0.4}};
  const Matrix theta{{1.0, 0.0}, {0.0, 1.0}}, sigma{{1.0, 0.0}, {0.6, 0.8}};
  const Process ou = coupled_ornstein_uhlenbeck(theta, Vector{{0.2, 0.1}}, sigma);
  const GaussianMixture data = normal(point, Matrix::Zero(2, 2));
  const GaussianMixture end = marginal(ou, data, 0, 1), early = marginal(ou, data, 0, 0.3);
  const GaussianMixture law = final_law(reversal(ou, data, 0, 1), {0, 0.7}, end);
  CHECK((law.means()[0] - early.means()[0]).norm() < 1e-13);
  CHECK((law.covariances()[0] - early.covariances()[0]).norm() < 1e-13);
}

TEST_CASE("exponential steps converge with order 1 where drift and noise do not commute, for each alpha") {
  const Process ou =
      coupled_ornstein_uhlenbeck(Matrix{{1.0, 0.8}, {-0.5, 1.5}}, Vector{{0.2, 0.1}}, Matrix{{1.0, 0.0}, {0.6, 0.5}});
  const GaussianMixture data = normal(Vector{{1, -1}}, Matrix{{0.2, 0.05}, {0.05, 0.1}});
  const GaussianMixture end = marginal(ou, data, 0, 1), early = marginal(ou, data, 0, 0.1);
  for (const double alpha : {0.0, 0.5, 1.0}) {
    CAPTURE(alpha);
    const Process back = reversal(ou, data, alpha, 1);
    const auto error = [&](int steps) {
      const GaussianMixture law = final_law(back, between(0, 0.9, steps), end);
      return (law.covariances()[0] - early.covariances()[0]).norm() + (law.means()[0] - early.means()[0]).norm();
    };
    CHECK(std::abs(std::log2(error(100) / error(200)) - 1) < 0.15);  // the project's bound for weak orders
  }
}

TEST_CASE("a reversal with noise on some axes only takes no exponential steps; a message reports it") {
  const Process flat = brownian(Vector::Zero(2), Vector{{1, 0}});
  const Process back = reversal(flat, normal(Vector::Zero(2), Matrix::Identity(2, 2)), 1, 1);
  CHECK_THROWS_WITH_AS(back.split->step(0, 0.5), doctest::Contains("no noise on some axis"), Error);
}

TEST_CASE("kinetic Langevin: friction and noise are exact at any step, the force is the one at its start") {
  const double friction = 3, temperature = 0.5, h = 0.8;
  const Expression V = Expression::parse("x^4/4", {{"x", "v"}, {}, true, {}});
  const Process process = kinetic_langevin(V, friction, temperature);
  Points x(3, 2);
  x << 1.2, -0.5, 1.2, -0.5, 1.2, -0.5;
  x = stepped(process, Scheme::exponential, NoiseKind::additive, x, {0, h},
              [](const sde::Step&, random::Use, int axis, std::size_t, std::size_t count, double* out) {
                for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<int>(i) == axis + 1 ? 1 : 0;
              });
  // Chandrasekhar, Rev. Mod. Phys. 15 (1943) 1, section II.2, with a constant force; all numbers of order 1
  const double decay = std::exp(-friction * h), reach = (1 - decay) / friction, force = -std::pow(1.2, 3);
  CHECK(std::abs(x(0, 0) - (1.2 - 0.5 * reach + force * (h - reach) / friction)) < 1e-14);
  CHECK(std::abs(x(0, 1) - (-0.5 * decay + force * reach)) < 1e-14);
  const Matrix root = (x.bottomRows(2).rowwise() - x.row(0)).matrix().transpose();
  const Matrix C = root * root.transpose();
  CHECK(std::abs(C(1, 1) - temperature * (1 - decay * decay)) < 1e-14);
  CHECK(std::abs(C(0, 1) - temperature * friction * reach * reach) < 1e-14);
  const double spread = 2 * h - reach * (3 - decay);
  CHECK(std::abs(C(0, 0) - temperature / friction * spread) < 1e-14);
}

TEST_CASE("kinetic Langevin with strong friction: order 1, and far nearer than Euler-Maruyama at 10 steps") {
  // a quadratic potential that does not count as one: its steps are affine, and the exact law is known
  const ExpressionScope axes{{"x", "v"}, {}, true, {}};
  const Process hidden = kinetic_langevin(Expression::parse("if(x < 1e9, x^2/2, 0)", axes), 8, 0.5);
  const Process known = kinetic_langevin(Expression::parse("x^2/2", axes), 8, 0.5);
  REQUIRE_FALSE(hidden.transition);
  const GaussianMixture start = normal(Vector{{1, -1}}, Matrix{{0.1, 0.0}, {0.0, 0.3}}),
                        end = marginal(known, start, 0, 2);
  const auto error = [&](Scheme scheme, int steps) {
    const GaussianMixture law = final_law(hidden, between(0, 2, steps), start, scheme);
    return (law.covariances()[0] - end.covariances()[0]).norm() + (law.means()[0] - end.means()[0]).norm();
  };
  const double coarse = error(Scheme::exponential, 40), fine = error(Scheme::exponential, 80);
  CHECK(std::abs(std::log2(coarse / fine) - 1) < 0.15);  // the project's bound for weak orders
  MESSAGE("10 steps: " << error(Scheme::exponential, 10) << ", Euler-Maruyama " << error(Scheme::euler_maruyama, 10));
  CHECK(error(Scheme::exponential, 10) < 0.1 * error(Scheme::euler_maruyama, 10));
}

TEST_CASE("of a linear process an exponential step is the exact one") {
  const Process vp = variance_preserving(0.1, 20, 1);
  const Moments exact = affine_moments(vp, Scheme::exact, {0.1, 0.9}, {2, 0.3});
  const Moments exponential = affine_moments(vp, Scheme::exponential, {0.1, 0.9}, {2, 0.3});
  CHECK(exact.mean == exponential.mean);
  CHECK(exact.variance == exponential.variance);
}
