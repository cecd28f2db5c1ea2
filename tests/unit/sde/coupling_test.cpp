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

/// Positions of a particle cloud and of its twin at the times with an even index.
struct Twins {
  std::vector<Points> fine, coarse;
};
Twins twins(const Process& process, const Grid& grid, SimulateOptions options, std::vector<double> times, int threads,
            std::size_t count = 5000) {
  Twins seen;
  Ensemble ensemble{Points::Constant(static_cast<Eigen::Index>(count), 1, 0.5), times.front()}, coarse;
  options.coarse = &coarse;
  std::vector<bool> observed(times.size());
  for (std::size_t k = 0; k < times.size(); k += 2) observed[k] = true;
  Control control;
  control.threads = threads;
  simulate(
      process, grid, ensemble, times, observed, options,
      [&](std::size_t, const Ensemble& now) {
        CHECK(now.time == coarse.time);
        seen.fine.push_back(now.positions);
        seen.coarse.push_back(coarse.positions);
      },
      control, "test");
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

TEST_CASE("a Brownian twin with drift is where the particles are, whatever the lengths of the steps") {
  const Twins seen = twins(one_dimensional_brownian(2, 0.5), wide_line(), {}, kTimes, 1);
  REQUIRE(seen.fine.size() == 3);
  // sums of a few numbers of order 1
  for (std::size_t k = 0; k < 3; ++k) CHECK((seen.fine[k] - seen.coarse[k]).abs().maxCoeff() < 1e-14);
}

TEST_CASE("a twin moves as particles with steps twice as long do, in law") {
  SimulateOptions options;
  for (const Scheme scheme : {Scheme::euler_maruyama, Scheme::sra1}) {
    options.scheme = scheme;
    const Process ou = ornstein_uhlenbeck(Vector::Ones(1), Vector::Zero(1), Vector::Ones(1));
    const Twins seen = twins(ou, wide_line(), options, kTimes, 2, kCount);
    const auto law = [&](double mean, double variance, double h) {  // of one step of length h from x = mean
      if (scheme == Scheme::euler_maruyama) return std::pair{mean * (1 - h), variance * (1 - h) * (1 - h) + h};
      const double A = 1 - h + h * h / 2;  // of the drift -x: 1/3 x + 2/3 (x - 3/4 h x); the noise enters as dW - h I
      return std::pair{mean * A, variance * A * A + h - h * h + h * h * h / 3};
    };
    auto [mean, variance] = law(0.5, 0, kTimes[2]);
    std::tie(mean, variance) = law(mean, variance, kTimes[4] - kTimes[2]);
    const SampleMoments moments = sample_moments(seen.coarse.back());
    CAPTURE(to_string(scheme));
    CHECK(agrees(moments.mean[0], mean, std::sqrt(variance) / kRoot));
    CHECK(agrees(moments.covariance(0, 0), variance, variance * std::sqrt(2.0) / kRoot));
  }
}

TEST_CASE("a twin of an SRA1 run with constant noise differs from it by the order 2 of the scheme") {
  SimulateOptions options;
  options.scheme = Scheme::sra1;
  const Process ou = ornstein_uhlenbeck(Vector::Ones(1), Vector::Zero(1), Vector::Ones(1));
  const auto gap = [&](int steps) {
    const Twins seen = twins(ou, wide_line(), options, uniform_times(1, steps), 2);
    return std::sqrt((seen.fine.back() - seen.coarse.back()).square().mean());
  };
  // with areas of its own the twin would differ by a multiple of the step, order 1
  CHECK(std::log2(gap(16) / gap(64)) / 2 == relative(2).epsilon(0.05));
}

TEST_CASE("a twin is the same to the last bit for every number of threads and block, absorbing walls included") {
  const Grid grid = line(0, 1, Boundary::absorbing, Boundary::reflecting);
  SimulateOptions options;
  const Process process = one_dimensional_brownian(0.3, 1);
  const Points once = twins(process, grid, options, uniform_times(1, 40), 1).coarse.back();
  CHECK(once.isNaN().any());
  options.block = 8;
  const Points again = twins(process, grid, options, uniform_times(1, 40), 7).coarse.back();
  CHECK(((once == again) || (once.isNaN() && again.isNaN())).all());
}

TEST_CASE("an odd number of steps between observed times has no twin at twice the step") {
  SimulateOptions options;
  Ensemble ensemble{Points::Zero(10, 1), 0}, coarse;
  options.coarse = &coarse;
  const auto go = [&](std::vector<double> times, std::vector<bool> observed) {
    simulate(
        one_dimensional_brownian(0, 1), wide_line(), ensemble, times, observed, options,
        [](std::size_t, const Ensemble&) {}, {}, "");
  };
  CHECK_THROWS_WITH_AS(go({0, 1}, {true, true}), doctest::Contains("odd number"), Error);
  CHECK_THROWS_WITH_AS(go({0, 1, 2}, {true, true, true}), doctest::Contains("odd number"), Error);
  CHECK_NOTHROW(go({0, 1, 2}, {true, false, true}));
}
