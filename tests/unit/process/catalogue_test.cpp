// SPDX-License-Identifier: MIT
#include "fokker/process/catalogue.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "fokker/core/error.hpp"
#include "process/moments.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Coefficients read off the process itself at two points: drift is affine, noise uniform.
LinearCoefficients coefficients_of(const Process& process, double t) {
  const int d = process.dimension;
  Points at_zero(1, d), at_unit(1, d), D(1, d);
  process.drift(t)(Points::Zero(1, d), at_zero);
  process.diffusion(t)(Points::Zero(1, d), D);
  LinearCoefficients c{Matrix(d, d), at_zero.row(0).transpose().matrix(), Matrix(D.row(0).matrix().asDiagonal())};
  for (int k = 0; k < d; ++k) {
    Points unit = Points::Zero(1, d);
    unit(0, k) = 1;
    process.drift(t)(unit, at_unit);
    c.A.col(k) = (at_unit - at_zero).row(0).transpose().matrix();
  }
  return c;
}

void transition_matches_moment_equations(const Process& process, double s, double t) {
  const AffineLaw exact = process.transition(s, t);
  const AffineLaw integrated = integrate_moments([&](double u) { return coefficients_of(process, u); }, s, t);
  // the integrator's local tolerance is 1e-12, with some hundred steps
  CHECK((exact.A - integrated.A).cwiseAbs().maxCoeff() < 1e-10);
  CHECK((exact.b - integrated.b).cwiseAbs().maxCoeff() < 1e-10);
  CHECK((exact.C - integrated.C).cwiseAbs().maxCoeff() < 1e-10);
}

}  // namespace

TEST_CASE("closed-form transitions agree with the integrated moment equations") {
  Vector a(2), b(2), c(2);
  a << 1.3, -0.4;
  b << 0.5, 2;
  c << 0.25, 1.5;
  transition_matches_moment_equations(brownian(b, c), 0.2, 1.7);
  transition_matches_moment_equations(ornstein_uhlenbeck(a, b, c), 0.2, 1.7);
  transition_matches_moment_equations(ornstein_uhlenbeck(v1(0), v1(3), v1(2)), 0, 1);
  transition_matches_moment_equations(variance_preserving(0.1, 20, 2), 0.1, 0.9);
  transition_matches_moment_equations(sub_variance_preserving(0.1, 20, 2), 0.1, 0.9);
  transition_matches_moment_equations(sub_variance_preserving(0.1, 20, 1), 0, 0.02);
  transition_matches_moment_equations(variance_exploding(0.01, 5, 2), 0.1, 0.9);
  transition_matches_moment_equations(edm(2), 0.1, 2.5);
  transition_matches_moment_equations(critically_damped(4, 0.25, 1), 0.2, 0.9);
  transition_matches_moment_equations(cosine(0.008, 2), 0.1, 0.9);
  transition_matches_moment_equations(rectified_flow(2), 0.1, 0.9);
}

TEST_CASE("the schedules of diffusion models have the variances of their papers") {
  // rounding of a few operations each
  const auto law = [](const Process& process, double s, double t) {
    const AffineLaw step = process.transition(s, t);
    return std::pair{step.A(0, 0), step.C(0, 0)};
  };
  const double B = .1 * .5 + .5 * 19.9 * .25;  // of vp at t = .5
  CHECK(std::abs(law(sub_variance_preserving(.1, 20, 1), 0, .5).second / std::pow(1 - std::exp(-B), 2) - 1) < 1e-14);
  CHECK(std::abs(law(variance_exploding(.01, 50, 1), 0, 1).second / (2500 - 1e-4) - 1) < 1e-13);
  CHECK(law(edm(1), 0, 3).second == 9);
  const auto [alpha, variance] = law(cosine(0, 1), 0, .5);
  CHECK(std::abs(alpha / std::sqrt(.5) - 1) < 1e-15);
  CHECK(std::abs(variance / .5 - 1) < 1e-15);
  const auto [rest, noise] = law(rectified_flow(1), 0, .75);
  CHECK(rest == .25);
  CHECK(noise == .5625);
}

TEST_CASE("variances of short steps are not lost to cancellation") {
  // D(s) h as h -> 0, relative remainder of the order of beta h <= 1e-9
  const double h = 1e-10, s = .3;
  for (const Process& process : {sub_variance_preserving(.1, 20, 1), variance_exploding(.01, 5, 1), edm(1),
                                 cosine(.008, 1), rectified_flow(1)}) {
    Points D(1, 1);
    process.diffusion(s)(Points::Zero(1, 1), D);
    const double C = process.transition(s, s + h).C(0, 0);
    // s + h is rounded: h is known to 1e-6 of itself
    CHECK_MESSAGE(std::abs(C / (D(0, 0) * h) - 1) < 1e-5, process.name);
  }
}

TEST_CASE("the priors are those of the papers") {
  const auto variance = [](const Process& process, double end) {
    return process.prior(end).mixture.value().covariance()(0, 0);
  };
  CHECK(variance(sub_variance_preserving(.1, 20, 1), 1) == 1);
  CHECK(variance(variance_exploding(.01, 50, 1), 1) == 2500);
  CHECK(variance(edm(1), 80) == 6400);
  CHECK(variance(cosine(.008, 1), .99) == 1);
  CHECK(variance(rectified_flow(1), .99) == 1);
}

TEST_CASE("schedules state the times at which they are defined") {
  CHECK(variance_preserving(.1, 20, 1).times.first == relative(-.1 / 19.9));
  CHECK(variance_preserving(2, 1, 1).times.last == 2);
  CHECK(sub_variance_preserving(.1, 20, 1).times.first == 0);
  CHECK(edm(1).times.first == 0);
  CHECK(cosine(.008, 1).times.last == .999);
  CHECK(rectified_flow(1).times.last < 1);
  CHECK_THROWS_AS(variance_exploding(2, 1, 1), Error);
  CHECK_THROWS_AS(cosine(-.1, 1), Error);
}

TEST_CASE("two drifting point masses have the published marginal") {
  // oracles: .4 N(-.3 + t/2, t/16) + .6 N(.5 + t/2, t/16)
  const GaussianMixture initial({.4, .6}, {v1(-.3), v1(.5)}, {m1(0), m1(0)});
  const GaussianMixture law = marginal(brownian(v1(.5), v1(.25)), initial, 0, 2);
  CHECK(law.means()[0][0] == relative(.7).epsilon(1e-14));
  CHECK(law.means()[1][0] == relative(1.5).epsilon(1e-14));
  CHECK(law.covariances()[1](0, 0) == relative(.125).epsilon(1e-14));
}

TEST_CASE("the prior mismatch of VP has the published values") {
  // KL(N(m, v) || N(0, 1)) = (v + m^2 - 1 - log v) / 2
  const auto mismatch = [](const GaussianMixture& initial) {
    const GaussianMixture law = marginal(variance_preserving(.1, 20, 1), initial, 0, 1);
    const double m = law.mean()[0];
    const double minus = law.covariance()(0, 0) - 1;
    return 0.5 * (minus + m * m - std::log1p(minus));
  };
  CHECK(std::abs(mismatch(normal(0, 0)) / 4.662657e-10 - 1) < 1e-6);
  CHECK(std::abs(mismatch(normal(1, 0)) / 2.159334e-5 - 1) < 1e-6);
  CHECK(std::abs(mismatch(normal(2, .25)) / 8.637176e-5 - 1) < 1e-6);
}

TEST_CASE("the prior of an Ornstein-Uhlenbeck process stays where it is") {
  const Process process = ornstein_uhlenbeck(v1(1.5), v1(.3), v1(.7));
  const GaussianMixture stationary = process.prior(1).mixture.value();
  const GaussianMixture later = marginal(process, stationary, 0, 2);
  CHECK(later.mean()[0] == relative(stationary.mean()[0]).epsilon(1e-14));
  CHECK(later.covariance()(0, 0) == relative(stationary.covariance()(0, 0)).epsilon(1e-14));
  CHECK_FALSE(ornstein_uhlenbeck(v1(-1), v1(0), v1(1)).prior);
}
