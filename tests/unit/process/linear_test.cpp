// SPDX-License-Identifier: MIT
#include "process/linear.hpp"

#include <doctest/doctest.h>

#include <Eigen/Cholesky>

#include "fokker/core/error.hpp"
#include "process/moments.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const Matrix theta{{1, .6}, {-.4, 1.5}};
const Vector mu{{.5, -1}};
const Vector sigma{{.8, .3}};

}  // namespace

TEST_CASE("constant coefficients have the transition that the moment equations give") {
  const Matrix A{{-1, -.6, .2}, {.4, -1.5, 0}, {.1, .3, .5}};
  const Vector b{{.3, -1, 2}};
  const Matrix D{{1, .3, 0}, {.3, .6, .1}, {0, .1, .2}};
  for (const double h : {0.0, 1e-3, .7, 5.0}) {
    const AffineLaw law = constant_transition(A, b, D, h);
    const AffineLaw integrated = integrate_moments([&](double) { return LinearCoefficients{A, b, D}; }, 0, h);
    // the integrator's local tolerance is 1e-12, relative to entries up to 150, with some hundred steps
    CHECK((law.A - integrated.A).cwiseAbs().maxCoeff() < 1e-8);
    CHECK((law.b - integrated.b).cwiseAbs().maxCoeff() < 1e-8);
    CHECK((law.C - integrated.C).cwiseAbs().maxCoeff() < 1e-8);
  }
}

TEST_CASE("a double integrator driven by noise has its polynomial covariance") {
  // dx = v dt, dv = dw: C = [[h^3/3, h^2/2], [h^2/2, h]]
  const double h = 3;
  const AffineLaw law = constant_transition(Matrix{{0, 1}, {0, 0}}, Vector::Zero(2), Matrix{{0, 0}, {0, 1}}, h);
  CHECK((law.A - Matrix{{1, h}, {0, 1}}).cwiseAbs().maxCoeff() < 1e-14);
  CHECK((law.C - Matrix{{9, 4.5}, {4.5, 3}}).cwiseAbs().maxCoeff() < 1e-13);
}

TEST_CASE("the coupled Ornstein-Uhlenbeck process has the published moments") {
  // the moment equations of tests/unit/process/moments_test.cpp without the noise's correlation
  const Process process = coupled_ornstein_uhlenbeck(theta, mu, sigma);
  Points rate(1, 2);
  process.drift(0)(mu.transpose().array(), rate);
  CHECK(rate.abs().maxCoeff() < 1e-15);
  process.drift(0)((mu + Vector{{1, 2}}).transpose().array(), rate);
  CHECK(rate(0, 0) == relative(-2.2).epsilon(1e-14));
  CHECK(rate(0, 1) == relative(-2.6).epsilon(1e-14));
  const AffineLaw law = process.transition(.2, 1.2);
  const AffineLaw integrated = integrate_moments(
      [](double) {
        return LinearCoefficients{-theta, theta * mu, Matrix(sigma.array().square().matrix().asDiagonal())};
      },
      0, 1);
  CHECK((law.A - integrated.A).cwiseAbs().maxCoeff() < 1e-10);
  CHECK((law.b - integrated.b).cwiseAbs().maxCoeff() < 1e-10);
  CHECK((law.C - integrated.C).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("a diagonal theta gives what the process of separate axes gives") {
  const Vector rates{{.7, 2}};
  const AffineLaw coupled = coupled_ornstein_uhlenbeck(rates.asDiagonal(), mu, sigma).transition(0, 1.3);
  const AffineLaw separate = ornstein_uhlenbeck(rates, mu, sigma).transition(0, 1.3);
  CHECK((coupled.A - separate.A).cwiseAbs().maxCoeff() < 1e-14);
  CHECK((coupled.b - separate.b).cwiseAbs().maxCoeff() < 1e-14);
  CHECK((coupled.C - separate.C).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("the prior of a coupled process stays where it is") {
  const Process process = coupled_ornstein_uhlenbeck(theta, mu, sigma);
  const GaussianMixture prior = process.prior(1).mixture.value();
  const GaussianMixture later = marginal(process, prior, 0, 3);
  CHECK((later.mean() - prior.mean()).cwiseAbs().maxCoeff() < 1e-14);
  CHECK((later.covariance() - prior.covariance()).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("a rotation without friction and a growing mode have no prior") {
  const Matrix rotation{{0, 1}, {-1, 0}};
  CHECK_FALSE(coupled_ornstein_uhlenbeck(rotation, mu, sigma).prior);
  CHECK_FALSE(coupled_ornstein_uhlenbeck(Matrix{{1, 3}, {3, 1}}, mu, sigma).prior);
  CHECK_THROWS_AS(stationary_covariance(rotation, Matrix::Identity(2, 2)), Error);
}

TEST_CASE("a triangular theta is stable where all of its diagonal is positive") {
  for (const double rate : {-1.0, -1e-3, 0.0, 1e-3, 1.0})
    for (const double other : {-1.0, 1e-3, 1.0})
      for (const double shear : {0.0, .5, -100.0}) {
        CAPTURE(rate);
        CAPTURE(other);
        CAPTURE(shear);
        const Matrix theta{{other, shear, 1}, {0, rate, shear}, {0, 0, 2}};
        CHECK(is_stable(theta) == (rate > 0 && other > 0));
        CHECK(is_stable(theta.transpose()) == (rate > 0 && other > 0));
      }
  CHECK(is_stable(Matrix{{0, -1}, {1e6, 1e-3}}));
  CHECK_FALSE(is_stable(Matrix{{0, -1}, {1e6, 0}}));
  CHECK_FALSE(is_stable(Matrix::Zero(1, 1)));
}

TEST_CASE("the coupled process with correlated noise has the published moments") {
  // issue 4's problem: D = 2 [[.5, c], [c, .3]], c = .8 sqrt(.15), N((1.5, -1), .09 I) at t = 1, all printed digits
  const double c = .8 * std::sqrt(.15);
  const Matrix D{{1, 2 * c}, {2 * c, .6}};
  const Matrix root = D.llt().matrixL();
  const Process process = coupled_ornstein_uhlenbeck(theta, Vector::Zero(2), root);
  CHECK(process.correlated);
  CHECK(process.noise_columns() == 4);
  const GaussianMixture initial({1.0}, {Vector{{1.5, -1}}}, {.09 * Matrix::Identity(2, 2)});
  const GaussianMixture law = marginal(process, initial, 0, 1);
  CHECK((law.mean() - Vector{{.66332842, -.02506305}}).cwiseAbs().maxCoeff() < 6e-9);
  CHECK((law.covariance() - Matrix{{.34797851, .22623792}, {.22623792, .24433190}}).cwiseAbs().maxCoeff() < 6e-9);
  Points values(1, 4);
  process.diffusion(0)(Points::Zero(1, 2), values);
  CHECK((values.row(0).matrix() - Matrix{{1, 2 * c, 2 * c, .6}}).cwiseAbs().maxCoeff() < 1e-15);
  const GaussianMixture prior = process.prior(1).mixture.value();
  CHECK((theta * prior.covariance() + prior.covariance() * theta.transpose() - D).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("entry (i, j) of the noise stands in column i d + j") {
  const Process process = brownian(Vector::Zero(2), Matrix{{1, 2}, {0, 3}});
  Points G(1, 4);
  process.noise(0)(Points::Zero(1, 2), G);
  CHECK((G.row(0).matrix() - Matrix{{1, 2, 0, 3}}).cwiseAbs().maxCoeff() == 0);
  CHECK((process.transition(0, 2).C - Matrix{{10, 12}, {12, 18}}).cwiseAbs().maxCoeff() == 0);
}

TEST_CASE("a noise whose square is diagonal is not correlated") {
  const Process turned = brownian(Vector::Zero(2), Matrix{{0, 2}, {-1, 0}});
  CHECK_FALSE(turned.correlated);
  Points G(1, 2);
  turned.noise(0)(Points::Zero(1, 2), G);
  CHECK((G.row(0).matrix() - Matrix{{2, 1}}).cwiseAbs().maxCoeff() == 0);
  CHECK_THROWS_AS(brownian(Vector::Zero(2), Matrix::Ones(2, 3)), Error);
  CHECK_THROWS_AS(brownian(Vector::Zero(2), Matrix::Ones(3, 3)), Error);
}

TEST_CASE("critically damped Langevin keeps N(0, 1) N(0, mass)") {
  const Process process = critically_damped(4, .25, 1);
  const GaussianMixture prior = process.prior(1).mixture.value();
  CHECK(prior.covariance()(1, 1) == .25);
  const GaussianMixture later = marginal(process, prior, 0, .7);
  CHECK((later.covariance() - prior.covariance()).cwiseAbs().maxCoeff() < 1e-14);  // some doublings of numbers to 1
  // critical: the mean of x is that of x'' + 2 w x' + w^2 x = 0 with w = beta friction / (2 mass) = 8
  CHECK(std::abs(process.transition(0, .1).A(0, 0) - 1.8 * std::exp(-.8)) < 1e-14);
  CHECK_THROWS_AS(critically_damped(4, 0, 1), Error);
  CHECK_THROWS_AS(critically_damped(4, .25, 1, 0), Error);
}

TEST_CASE("critically damped Langevin of two positions is that of one, twice") {
  const AffineLaw one = critically_damped(4, .25, 1).transition(0, .3);
  const Process both = critically_damped(4, .25, 1, 2);
  const AffineLaw law = both.transition(0, .3);
  for (const std::vector<Eigen::Index>& axes : {std::vector<Eigen::Index>{0, 2}, std::vector<Eigen::Index>{1, 3}}) {
    CHECK((law.A(axes, axes) - one.A).cwiseAbs().maxCoeff() < 1e-14);  // some doublings of numbers to 1
    CHECK((law.C(axes, axes) - one.C).cwiseAbs().maxCoeff() < 1e-14);
  }
  CHECK(law.C(0, 1) == 0);
  CHECK(both.prior(1).mixture->covariance().diagonal() == Vector{{1, 1, .25, .25}});
}
