#include "fokker/process/catalogue.hpp"

#include <doctest/doctest.h>

#include "fokker/process/moments.hpp"
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
}

TEST_CASE("two drifting point masses have the published marginal") {
  // oracles: .4 N(-.3 + t/2, t/16) + .6 N(.5 + t/2, t/16)
  const GaussianMixture initial({.4, .6}, {v1(-.3), v1(.5)}, {m1(0), m1(0)});
  const GaussianMixture law = marginal(brownian(v1(.5), v1(.25)), initial, 0, 2);
  CHECK(law.means()[0][0] == doctest::Approx(.7).epsilon(1e-14));
  CHECK(law.means()[1][0] == doctest::Approx(1.5).epsilon(1e-14));
  CHECK(law.covariances()[1](0, 0) == doctest::Approx(.125).epsilon(1e-14));
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
  CHECK(later.mean()[0] == doctest::Approx(stationary.mean()[0]).epsilon(1e-14));
  CHECK(later.covariance()(0, 0) == doctest::Approx(stationary.covariance()(0, 0)).epsilon(1e-14));
  CHECK_FALSE(ornstein_uhlenbeck(v1(-1), v1(0), v1(1)).prior);
}
