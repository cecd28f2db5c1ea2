// SPDX-License-Identifier: MIT
#include "sde/gamma_draws.hpp"

#include <doctest/doctest.h>

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "fokker/process/catalogue.hpp"
#include "fokker/sde/simulate.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using namespace fokker::test;
using random::Uniforms;

namespace {

constexpr std::size_t kNumber = 400'000;

std::vector<double> numbers(const std::function<double(Uniforms&)>& draw) {
  std::vector<double> values(kNumber);
  for (std::size_t i = 0; i < kNumber; ++i) {
    Uniforms uniforms({7, 0, random::Use::gamma, 3, 0}, i);
    values[i] = draw(uniforms);
  }
  return values;
}

/// Whether mean and variance agree with the law's, of fourth central moment `fourth`.
bool has_moments(const std::vector<double>& values, double mean, double variance, double fourth) {
  const double root = std::sqrt(static_cast<double>(kNumber));
  const double second = average(values, [&](double x) { return (x - mean) * (x - mean); });
  return agrees(average(values, [](double x) { return x; }), mean, std::sqrt(variance) / root) &&
         agrees(second, variance, std::sqrt(fourth - variance * variance) / root);
}

bool has_share_below(const std::vector<double>& values, double place, double share) {
  const double found = average(values, [&](double x) { return x < place ? 1.0 : 0.0; });
  return agrees(found, share, std::sqrt(share * (1 - share) / static_cast<double>(kNumber)));
}

}  // namespace

TEST_CASE("uniforms of a particle are its own, equal when drawn again, and end after 512") {
  const random::Address address{1, 0, random::Use::gamma, 5, 1};
  Uniforms first(address, 17), again(address, 17), other(address, 18);
  std::vector<double> values(512), others(512);
  for (std::size_t i = 0; i < 512; ++i) {
    values[i] = first();
    CHECK(values[i] == again());
    others[i] = other();
  }
  CHECK(std::isnan(first()));
  std::vector<double> all = values;
  all.insert(all.end(), others.begin(), others.end());
  std::sort(all.begin(), all.end());
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
  CHECK(agrees(average(all, [](double x) { return x; }), 0.5, std::sqrt(1.0 / 12 / 1024)));
}

TEST_CASE("Poisson numbers have the mean, the variance and the probabilities of their law") {
  for (const double m : {0.05, 2.0, 9.9, 10.0, 33.0, 1e4, 1e9}) {
    const auto values = numbers([m](Uniforms& uniforms) { return random::poisson(m, uniforms); });
    CAPTURE(m);
    CHECK(has_moments(values, m, m, m + 3 * m * m));
    CHECK_FALSE(has_moments(values, 1.05 * m, 1.05 * m, m + 3 * m * m));
    const double place = std::max(0.0, std::floor(m - 0.3 * std::sqrt(m))) + 1;  // P(K < k) = Q(k, m)
    CHECK(has_share_below(values, place, boost::math::gamma_q(place, m)));
  }
  Uniforms uniforms({}, 0);
  CHECK(random::poisson(0, uniforms) == 0);
  CHECK(std::isnan(random::poisson(INFINITY, uniforms)));
}

TEST_CASE("gamma numbers have the mean, the variance and the probabilities of their law") {
  for (const double s : {0.04, 0.5, 1.0, 2.7, 300.0}) {
    const auto values = numbers([s](Uniforms& uniforms) { return random::gamma(s, uniforms); });
    CAPTURE(s);
    CHECK(has_moments(values, s, s, 3 * s * s + 6 * s));
    CHECK_FALSE(has_moments(values, 1.05 * s, 1.05 * s, 3 * s * s + 6 * s));
    for (const double share : {0.5, 0.9}) {
      const double place = boost::math::gamma_p_inv(s, share);
      CHECK(has_share_below(values, place, share));
      if (s < 100) CHECK_FALSE(has_share_below(values, place, boost::math::gamma_p(1.05 * s, place)));
    }
  }
  Uniforms uniforms({}, 0);
  CHECK(random::gamma(0, uniforms) == 0);
}

namespace {

/// Positions at t = 5 of particles from .05.
Points exact_rates(double kappa, double theta, double sigma, std::size_t count, int steps, int threads = 2) {
  const Process process = cox_ingersoll_ross(v1(kappa), v1(theta), v1(sigma));
  std::vector<double> times;
  for (int k = 0; k <= steps; ++k) times.push_back(5.0 * k / steps);
  const std::vector<bool> none(times.size());
  SimulateOptions options{.scheme = Scheme::exact};
  options.control.threads = threads;
  const Ensemble start{Points::Constant(static_cast<Eigen::Index>(count), 1, 0.05), 0};
  return simulate(process, line(0, 1000, 8), start, {times, none}, options).ensemble.positions;
}

/// Whether mean and P(< .01) are within four standard errors of a process's law.
bool agree(const Points& x, double kappa, double theta, double sigma) {
  const auto n = static_cast<double>(x.rows());
  const double decay = std::exp(-5 * kappa), mean = theta + (0.05 - theta) * decay, square = sigma * sigma / kappa;
  const double variance = 0.05 * square * (decay - decay * decay) + theta * square / 2 * (1 - decay) * (1 - decay);
  const double share =
      mass_of(marginal(cox_ingersoll_ross(v1(kappa), v1(theta), v1(sigma)), Law(normal(0.05, 0)), 0, 5), 0, 0.01);
  return std::abs(x.mean() - mean) < 4 * std::sqrt(variance / n) &&
         std::abs((x < 0.01).cast<double>().mean() - share) < 4 * std::sqrt(share * (1 - share) / n);
}

}  // namespace

TEST_CASE("a million exact particles of `cir` have its law at every Feller ratio, others have not") {
  const double kappa = 0.1, theta = 0.1;
  for (const double ratio : {0.08, 0.16, 0.5, 0.9}) {
    const double sigma = std::sqrt(2 * kappa * theta / ratio);
    CAPTURE(ratio);
    const Points x = exact_rates(kappa, theta, sigma, 1'000'000, 1);
    CHECK(agree(x, kappa, theta, sigma));
    CHECK_FALSE(agree(x, kappa, 1.05 * theta, sigma));
    CHECK_FALSE(agree(x, kappa, theta, 1.05 * sigma));
    CHECK(agree(exact_rates(kappa, theta, sigma, 100'000, 7), kappa, theta, sigma));
  }
}

TEST_CASE("exact particles of `cir` are the same for every number of threads and size of blocks, on two axes, too") {
  const Process process = cox_ingersoll_ross(Vector{{0.1, 2}}, Vector{{0.1, 1}}, Vector{{0.5, 0.7}});
  const Grid grid({uniform_axis("x", 0, 100, 4), uniform_axis("y", 0, 100, 4)});
  const auto positions = [&](int threads, std::size_t block) {
    SimulateOptions options{.scheme = Scheme::exact, .block = block};
    options.control.threads = threads;
    Points start = Points::Constant(5003, 2, 0.5);
    return simulate(process, grid, {start, 0}, {{0, 0.5, 2}, {false, false, false}}, options).ensemble.positions;
  };
  const Points one = positions(1, 4096);
  CHECK((one == positions(3, 64)).all());
  CHECK((one.col(0) != one.col(1)).all());
  // an axis has the draws that it has alone
  const Process alone = cox_ingersoll_ross(v1(0.1), v1(0.1), v1(0.5));
  SimulateOptions options{.scheme = Scheme::exact};
  const Points first = simulate(alone, line(0, 100, 4), {Points::Constant(5003, 1, 0.5), 0},
                                {{0, 0.5, 2}, {false, false, false}}, options)
                           .ensemble.positions;
  CHECK((first.col(0) == one.col(0)).all());
}

TEST_CASE("with theta = 0 exact particles end at 0 with the probability of the atom") {
  const double kappa = 0.1, sigma = 0.5;
  const Points x = exact_rates(kappa, 0, sigma, 1'000'000, 1);
  const double decay = std::exp(-5 * kappa);
  const double atom = std::exp(-2 * kappa / (sigma * sigma * (1 - decay)) * decay * 0.05);  // P(K = 0)
  CHECK(agrees((x == 0).cast<double>().mean(), atom, std::sqrt(atom * (1 - atom) / 1e6)));
  CHECK_FALSE(agrees((x == 0).cast<double>().mean(), std::pow(atom, 1.05), std::sqrt(atom * (1 - atom) / 1e6)));
}

TEST_CASE("the exact scheme moves `cir` unless a boundary absorbs or there is no noise") {
  const Process process = cox_ingersoll_ross(v1(1), v1(1), v1(1));
  CHECK_FALSE(scheme_refusal(Scheme::exact, process, NoiseKind::own_axis, false));
  CHECK(scheme_refusal(Scheme::exact, process, NoiseKind::own_axis, true));
  CHECK(scheme_refusal(Scheme::exponential, process, NoiseKind::own_axis, false));
  CHECK(scheme_refusal(Scheme::exact, cox_ingersoll_ross(v1(1), v1(1), v1(0)), NoiseKind::none, false));
}
