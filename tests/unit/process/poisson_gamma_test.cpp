// SPDX-License-Identifier: MIT
#include "process/poisson_gamma.hpp"

#include <doctest/doctest.h>

#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Largest relative difference from Boost's non-central chi-squared law, in either tail down to 1e-30.
double difference(double shape, double mean_number) {
  const PoissonGamma law(shape, mean_number, 1, 0);
  const boost::math::non_central_chi_squared expected(2 * shape, 2 * mean_number);
  const double centre = shape + mean_number, deviation = std::sqrt(shape + 2 * mean_number);
  double largest = 0;
  for (int i = -6; i <= 8; ++i) {
    const double y = centre + i * deviation;
    if (!(y > 0)) continue;
    const double below = cdf(expected, 2 * y), above = cdf(complement(expected, 2 * y));
    largest = std::max({largest, std::abs(law.tails(y).below / below - 1), std::abs(law.tails(y).above / above - 1)});
  }
  return largest;
}

}  // namespace

TEST_CASE("from a point the law is the non-central chi-squared law, in both tails") {
  for (const double shape : {0.04, 0.5, 3.0})
    for (const double mean_number : {0.01, 1.0, 30.0, 145.0, 400.0, 3000.0}) {
      CAPTURE(shape);
      CAPTURE(mean_number);
      // Boost's series stops at 1e-16 of its largest term; its tails are sums of up to a hundred of them
      CHECK(difference(shape, mean_number) < 1e-11);
    }
  CHECK(difference(0.5, 1e6) < 1e-9);  // there Boost's rounding is 1e-16 times 1e6
}

TEST_CASE("near 0 a small shape has the mass of its power") {
  // K = 0 alone counts: e^-m y^shape / Gamma(shape + 1)
  const double shape = 0.04, m = 0.3, y = 1e-30;
  CHECK(PoissonGamma(shape, m, 1, 0).tails(y).below ==
        relative(std::exp(-m) * std::pow(y, shape) / std::tgamma(1 + shape)).epsilon(1e-13));
  CHECK(PoissonGamma(shape, m, 0, 0).tails(2).above == relative(boost::math::gamma_q(shape, 2)).epsilon(1e-14));
  CHECK(PoissonGamma(shape, m, 1, 0).total() == relative(1).epsilon(1e-14));
}

TEST_CASE("from a normal number the law is the mean over its points") {
  using Quadrature = boost::math::quadrature::gauss_kronrod<double, 61>;
  const auto check = [](double weight, double mean, double std, double y) {
    const auto density = [&](double x) {
      return std::exp(-0.5 * std::pow((x - mean) / std, 2)) / (std * std::sqrt(2 * 3.14159265358979323846));
    };
    const double low = std::max(0.0, mean - 9 * std), high = mean + 9 * std;
    const double below = Quadrature::integrate(
        [&](double x) { return density(x) * PoissonGamma(0.16, weight, x, 0).tails(y).below; }, low, high, 12, 1e-12);
    CHECK(PoissonGamma(0.16, weight, mean, std * std).tails(y).below == relative(below).epsilon(1e-10));
  };
  check(5, 1.5, 0.1, 6);      // a few terms
  check(400, 1.5, 0.3, 500);  // beside the place where sums become integrals
  check(400, 0.3, 0.1, 150);  // across it
  check(40, 0.2, 0.2, 3);     // starts that 0 cuts off
}

TEST_CASE("the law of a square-root process has its mean and variance, from a mixture") {
  const double kappa = 1.3, theta = 0.4, sigma = 0.8, t = 0.7;
  const Process process = cox_ingersoll_ross(v1(kappa), v1(theta), v1(sigma));
  const GaussianMixture start({0.3, 0.7}, {v1(0.5), v1(1.5)}, {m1(0), m1(0.01)});
  REQUIRE(knows_marginal(process, start));
  const Grid grid = line(0, 16, 16000);
  const Array p = cell_averages(grid, marginal(process, Law(start), 0.2, 0.2 + t).box_mass);
  CHECK(mass(grid, p) == relative(1).epsilon(1e-12));
  const double decay = std::exp(-kappa * t), m = 0.3 * 0.5 + 0.7 * 1.5, square = sigma * sigma / kappa;
  const double spread = 0.3 * 0.7 * 1 + 0.7 * 0.01;
  // of points, and of the start, whose variance decays by the square
  const double variance =
      m * square * (decay - decay * decay) + theta * square / 2 * (1 - decay) * (1 - decay) + spread * decay * decay;
  // the density grows like x^.6 at 0: centres of cells of 1e-3 stand for their mass to h^2
  CHECK(mean(grid, p)[0] == relative(theta + (m - theta) * decay).epsilon(1e-6));
  CHECK(covariance(grid, p)(0, 0) == relative(variance).epsilon(1e-5));
  const Process other = cox_ingersoll_ross(v1(kappa), v1(1.05 * theta), v1(sigma));
  CHECK(std::abs(mean(grid, cell_averages(grid, marginal(other, Law(start), 0, t).box_mass))[0] - mean(grid, p)[0]) >
        1e-3);
}

TEST_CASE("a square-root process has the value of the case whose Feller ratio is .08") {
  const Process process = cox_ingersoll_ross(v1(0.1), v1(0.1), v1(0.5));
  // P(r < .01) at t = 5 from .05, of tests/agreement/cases/cir_feller_silent.toml: four digits
  CHECK(std::abs(mass_of(marginal(process, Law(normal(0.05, 0)), 0, 5), 0, 0.01) - 0.7171) < 5e-5);
}

TEST_CASE("without a pull the law at small kappa is that of its limit") {
  const auto mass_at = [](double kappa) {  // kappa theta = .3
    return mass_of(marginal(cox_ingersoll_ross(v1(kappa), v1(0.3 / kappa), v1(1)), Law(normal(0.5, 0)), 0, 2), 0, 0.2);
  };
  // C = 2/(sigma^2 t) = 1: shape .6, mean number .5; kappa = 1e-9 changes it by 1e-9
  CHECK(mass_at(1e-9) == relative(PoissonGamma(0.6, 1, 0.5, 0).tails(0.2).below).epsilon(1e-7));
}

TEST_CASE("independent axes have products, and what is not known is refused") {
  const Process process = cox_ingersoll_ross(Vector{{1, 2}}, Vector{{0.5, 1}}, Vector{{1, 0.7}});
  const GaussianMixture start({1.0}, {Vector{{0.4, 1.2}}}, {Matrix::Zero(2, 2)});
  const Law law = marginal(process, Law(start), 0, 1);
  const auto alone = [&](double kappa, double theta, double sigma, double x, double upper) {
    return mass_of(marginal(cox_ingersoll_ross(v1(kappa), v1(theta), v1(sigma)), Law(normal(x, 0)), 0, 1), 0.1, upper);
  };
  CHECK(mass_of(law, Vector{{0.1, 0.1}}, Vector{{0.6, 1}}) ==
        relative(alone(1, 0.5, 1, 0.4, 0.6) * alone(2, 1, 0.7, 1.2, 1)).epsilon(1e-14));
  Matrix correlated = Matrix::Identity(2, 2) * 0.01;
  correlated(0, 1) = correlated(1, 0) = 0.005;
  CHECK_FALSE(knows_marginal(process, GaussianMixture({1.0}, {Vector{{0.4, 1.2}}}, {correlated})));
  CHECK_FALSE(knows_marginal(process, uniform_law(Vector{{0, 0}}, Vector{{1, 1}})));
  const Process atom = cox_ingersoll_ross(v1(1), v1(0), v1(1));
  CHECK_FALSE(knows_marginal(atom, normal(0.5, 0)));
  CHECK_FALSE(knows_marginal(cox_ingersoll_ross(v1(0), v1(1), v1(1)), normal(0.5, 0)));
  CHECK_THROWS_AS(marginal(atom, Law(normal(0.5, 0)), 0, 1), Error);
  CHECK_FALSE(knows_marginal(cox_ingersoll_ross(v1(1), v1(1), v1(1)), normal(0.1, 0.01)));  // 16 % below 0
  CHECK_FALSE(knows_marginal(cox_ingersoll_ross(v1(1), v1(1), v1(0)), normal(0.5, 0)));     // no noise
}
