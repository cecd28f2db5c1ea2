// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "unit/sde/runs.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE(
    "Euler-Maruyama of an Ornstein-Uhlenbeck process has the law of its linear recursion, not with noise 5 % off") {
  // x <- (1 - theta dt) x + theta mu dt + sigma sqrt(dt) n, Gaussian at every step
  const double theta = 1.5, mu = 0.7, sigma = 0.9, dt = 0.05;
  const auto law = [&](double s) {
    double mean = -1, variance = 0;
    for (int k = 0; k < 40; ++k) {
      mean += theta * (mu - mean) * dt;
      variance = std::pow(1 - theta * dt, 2) * variance + s * s * dt;
    }
    return std::pair{mean, variance};
  };
  const Process process =
      ornstein_uhlenbeck(Vector::Constant(1, theta), Vector::Constant(1, mu), Vector::Constant(1, sigma));
  const SampleMoments moments =
      sample_moments(final_positions(process, wide_line(), Vector::Constant(1, -1), uniform_times(2, 40)));
  const auto [mean, variance] = law(sigma);
  const double wrong = law(1.05 * sigma).second;
  CHECK(agrees(moments.mean[0], mean, std::sqrt(variance) / kRoot));
  CHECK(agrees(moments.covariance(0, 0), variance, variance * std::sqrt(2.0) / kRoot));
  CHECK_FALSE(agrees(moments.covariance(0, 0), wrong, wrong * std::sqrt(2.0) / kRoot));
  CHECK_FALSE(agrees(moments.mean[0], 1.05 * mean, std::sqrt(variance) / kRoot));
}

TEST_CASE("coefficients are taken at each step's start, on uneven steps") {
  // VP, beta = 0.1 + 19.9 t: x <- (1 - beta dt / 2) x + sqrt(beta dt) n over steps that grow geometrically
  std::vector<double> times;
  for (int k = 0; k <= 30; ++k) times.push_back(1e-3 * std::pow(1e3, k / 30.0));
  double mean = 2, variance = 0, at_ends = 0;
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    const double dt = times[k + 1] - times[k];
    const double beta = 0.1 + 19.9 * times[k], beta_end = 0.1 + 19.9 * times[k + 1];
    mean *= 1 - 0.5 * beta * dt;
    variance = std::pow(1 - 0.5 * beta * dt, 2) * variance + beta * dt;
    at_ends = std::pow(1 - 0.5 * beta_end * dt, 2) * at_ends + beta_end * dt;
  }
  const SampleMoments moments =
      sample_moments(final_positions(variance_preserving(0.1, 20, 1), wide_line(), Vector::Constant(1, 2), times));
  CHECK(agrees(moments.mean[0], mean, std::sqrt(variance) / kRoot));
  CHECK(agrees(moments.covariance(0, 0), variance, variance * std::sqrt(2.0) / kRoot));
  CHECK_FALSE(agrees(moments.covariance(0, 0), at_ends, at_ends * std::sqrt(2.0) / kRoot));
}

TEST_CASE("axes move independently, each with its own drift and noise") {
  const Grid plane({uniform_axis("x", -50, 50, 4), uniform_axis("y", -50, 50, 4)});
  const Process process = brownian(Vector{{1.0, -2.0}}, Vector{{0.5, 2.0}});
  const SampleMoments moments = sample_moments(final_positions(process, plane, Vector::Zero(2), uniform_times(1, 20)));
  CHECK(agrees(moments.mean[0], 1, 0.5 / kRoot));
  CHECK(agrees(moments.mean[1], -2, 2 / kRoot));
  CHECK(agrees(moments.covariance(0, 0), 0.25, 0.25 * std::sqrt(2.0) / kRoot));
  CHECK(agrees(moments.covariance(1, 1), 4, 4 * std::sqrt(2.0) / kRoot));
  CHECK(agrees(moments.covariance(0, 1), 0, 0.5 * 2 / kRoot));
}

TEST_CASE("streams and seeds give independent paths, the same ones the same path") {
  const auto run = [](SimulateOptions options) {
    return simulate(one_dimensional_brownian(0, 1), wide_line(), {Points::Zero(1000, 1), 0}, unobserved({0, 1}),
                    options)
        .ensemble.positions;
  };
  const Points base = run({Scheme::euler_maruyama, 1, 0});
  CHECK((base == run({Scheme::euler_maruyama, 1, 0})).all());
  CHECK_FALSE((base == run({Scheme::euler_maruyama, 1, 1})).any());
  CHECK_FALSE((base == run({Scheme::euler_maruyama, 2, 0})).any());
}

TEST_CASE("the observer sees the marked times in order, and marks do not change the paths") {
  const std::vector<double> times = uniform_times(1, 40);
  std::vector<bool> observed(times.size());
  observed[0] = observed[1] = observed[25] = observed[40] = true;
  std::vector<double> seen;
  SimulateOptions options;
  options.observer = [&](std::size_t knot, const Ensemble& at, const Ensemble& doubled) {
    CHECK(knot == seen.size());
    CHECK(doubled.positions.size() == 0);
    seen.push_back(at.time);
  };
  const Ensemble ensemble =
      simulate(one_dimensional_brownian(0, 1), wide_line(), {Points::Zero(5000, 1), 0}, {times, observed}, options)
          .ensemble;
  CHECK(seen == std::vector<double>{times[0], times[1], times[25], times[40]});
  CHECK((ensemble.positions ==
         final_positions(one_dimensional_brownian(0, 1), wide_line(), Vector::Zero(1), times, 1, 5000))
            .all());
}

TEST_CASE("a position that stops being finite is an error that names particle, time and value") {
  Process process = one_dimensional_brownian(0, 1);
  process.drift = [](double t) -> Field {
    return [t](const PointsIn& x, PointsOut out) {
      out = 0 * x;
      if (t > 0.45 && x.rows() > 7) out(7, 0) = std::numeric_limits<double>::infinity();
    };
  };
  try {
    final_positions(process, wide_line(), Vector::Zero(1), uniform_times(1, 10), 1, 100);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::numerical);
    CHECK(std::string(error.what()).find("particle 7: x = inf at t = 0.6") != std::string::npos);
  }
}

TEST_CASE("a stop ends the run, and progress is reported at most 201 times up to 1") {
  std::atomic<bool> flag{false};
  std::vector<double> fractions;
  SimulateOptions options;
  options.control.stop = StopToken(flag);
  options.control.progress = [&](const Progress& progress) { fractions.push_back(progress.fraction); };
  const auto run = [&] {
    simulate(one_dimensional_brownian(0, 1), wide_line(), {Points::Zero(10, 1), 0},
             unobserved(uniform_times(1, 10'000)), options);
  };
  run();
  CHECK(fractions.size() > 100);
  CHECK(fractions.size() <= 201);
  CHECK(std::is_sorted(fractions.begin(), fractions.end()));
  CHECK(fractions.front() == 0);
  CHECK(fractions.back() == 1);
  flag = true;
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("stop"), Error);
}

TEST_CASE("times that do not increase and dimensions that differ are refused") {
  Ensemble ensemble{Points::Zero(10, 1), 0};
  const Process flat = one_dimensional_brownian(0, 1);
  const Process solid = brownian(Vector::Zero(3), Vector::Ones(3));
  CHECK_THROWS_AS(simulate(flat, wide_line(), ensemble, unobserved({0, 0})), Error);
  CHECK_THROWS_AS(simulate(flat, wide_line(), ensemble, {{0, 1}, {false}}), Error);
  CHECK_THROWS_AS(simulate(solid, wide_line(), ensemble, unobserved({0, 1})), Error);
}
