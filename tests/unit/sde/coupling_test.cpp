// SPDX-License-Identifier: MIT
#include "sde/coupling.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "relative.hpp"
#include "unit/sde/runs.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::vector<double> kTimes = {0, 0.1, 0.4, 0.6, 0.65};

std::vector<double> draws(const sde::Normals& normals, random::Use use, std::uint32_t index, std::size_t count) {
  sde::Step step{};
  step.index = index;
  std::vector<double> n(count);
  normals(step, use, 0, 0, count, n.data());
  return n;
}

/// Positions of particles and of their coupled run with doubled steps, at the times with an even index.
struct Pair {
  std::vector<Points> fine, doubled;
};
Pair coupled(const Process& process, const Grid& grid, SimulateOptions options, std::vector<double> times, int threads,
             std::size_t count = 5000) {
  Pair seen;
  options.coupled = true;
  options.control.threads = threads;
  options.observer = [&](std::size_t, const Ensemble& now, const Ensemble& doubled) {
    CHECK(now.time == doubled.time);
    seen.fine.push_back(now.positions);
    seen.doubled.push_back(doubled.positions);
  };
  StepTimes steps = unobserved(std::move(times));
  for (std::size_t k = 0; k < steps.times.size(); k += 2) steps.is_knot[k] = true;
  const Simulated end =
      simulate(process, grid, {Points::Constant(static_cast<Eigen::Index>(count), 1, 0.5), 0}, steps, options);
  CHECK(end.doubled.time == steps.times.back());
  return seen;
}

}  // namespace

TEST_CASE("joined normals are standard normals, those of the area independent of those of the increment") {
  constexpr std::size_t count = 1'000'000;
  const double root = std::sqrt(static_cast<double>(count));
  const sde::Normals joined = sde::normals_of_pairs({}, kTimes);
  const auto n = draws(joined, random::Use::step, 0, count), m = draws(joined, random::Use::area, 0, count);
  double cross = 0;
  for (std::size_t i = 0; i < count; ++i) cross += n[i] * m[i] / static_cast<double>(count);
  CHECK(agrees(average(n, [](double x) { return x * x; }), 1, std::sqrt(2.0) / root));
  CHECK(agrees(average(m, [](double x) { return x * x; }), 1, std::sqrt(2.0) / root));
  CHECK(agrees(cross, 0, 1 / root));
}

TEST_CASE("a Brownian motion with drift ends at the same place with doubled steps, whatever their lengths") {
  const Pair seen = coupled(one_dimensional_brownian(2, 0.5), wide_line(), {}, kTimes, 1);
  REQUIRE(seen.fine.size() == 3);
  // sums of a few numbers of order 1
  for (std::size_t k = 0; k < 3; ++k) CHECK((seen.fine[k] - seen.doubled[k]).abs().maxCoeff() < 1e-14);
}

TEST_CASE("the coupled run has the law of particles with doubled steps") {
  SimulateOptions options;
  for (const Scheme scheme : {Scheme::euler_maruyama, Scheme::sra1}) {
    options.scheme = scheme;
    const Process ou = ornstein_uhlenbeck(Vector::Ones(1), Vector::Zero(1), Vector::Ones(1));
    const Pair seen = coupled(ou, wide_line(), options, kTimes, 2, kCount);
    const auto law = [&](double mean, double variance, double h) {  // of one step of length h from x = mean
      if (scheme == Scheme::euler_maruyama) return std::pair{mean * (1 - h), variance * (1 - h) * (1 - h) + h};
      const double A = 1 - h + h * h / 2;  // of the drift -x: 1/3 x + 2/3 (x - 3/4 h x); the noise enters as dW - h I
      return std::pair{mean * A, variance * A * A + h - h * h + h * h * h / 3};
    };
    auto [mean, variance] = law(0.5, 0, kTimes[2]);
    std::tie(mean, variance) = law(mean, variance, kTimes[4] - kTimes[2]);
    const SampleMoments moments = sample_moments(seen.doubled.back());
    CAPTURE(name_of(scheme));
    CHECK(agrees(moments.mean[0], mean, std::sqrt(variance) / kRoot));
    CHECK(agrees(moments.covariance(0, 0), variance, variance * std::sqrt(2.0) / kRoot));
  }
}

TEST_CASE("the coupled run of SRA1 with constant noise differs by the order 2 of the scheme") {
  SimulateOptions options;
  options.scheme = Scheme::sra1;
  const Process ou = ornstein_uhlenbeck(Vector::Ones(1), Vector::Zero(1), Vector::Ones(1));
  const auto gap = [&](int steps) {
    const Pair seen = coupled(ou, wide_line(), options, uniform_times(1, steps), 2);
    return std::sqrt((seen.fine.back() - seen.doubled.back()).square().mean());
  };
  // with areas of its own it would differ by a multiple of the step, order 1
  CHECK(std::log2(gap(16) / gap(64)) / 2 == relative(2).epsilon(0.05));
}

TEST_CASE("the coupled run is bitwise the same for every thread count and block, absorbing boundaries included") {
  const Grid grid = line(0, 1, Boundary::absorbing, Boundary::reflecting);
  SimulateOptions options;
  const Process process = one_dimensional_brownian(0.3, 1);
  const Points once = coupled(process, grid, options, uniform_times(1, 40), 1).doubled.back();
  CHECK(once.isNaN().any());
  options.block = 8;
  const Points again = coupled(process, grid, options, uniform_times(1, 40), 7).doubled.back();
  CHECK(((once == again) || (once.isNaN() && again.isNaN())).all());
}

TEST_CASE("a coupled run with an odd number of steps between knots is refused") {
  const auto go = [&](std::vector<double> times, std::vector<bool> observed) {
    simulate(one_dimensional_brownian(0, 1), wide_line(), {Points::Zero(10, 1), 0},
             {std::move(times), std::move(observed)}, {.coupled = true});
  };
  CHECK_THROWS_WITH_AS(go({0, 1}, {true, true}), doctest::Contains("odd number"), Error);
  CHECK_THROWS_WITH_AS(go({0, 1, 2}, {true, true, true}), doctest::Contains("odd number"), Error);
  CHECK_NOTHROW(go({0, 1, 2}, {true, false, true}));
}
