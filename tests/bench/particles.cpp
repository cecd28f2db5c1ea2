// SPDX-License-Identifier: MIT
// Million particle-steps per second of `simulate` beside a plain loop with std::normal_distribution in the same run.
// Usage: bench_particles [steps, default 1000]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>

#include "fokker/process/catalogue.hpp"
#include "fokker/score/score.hpp"
#include "fokker/sde/simulate.hpp"

using namespace fokker;

namespace {

constexpr std::size_t kParticles = 1'000'000;

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The best of three, in million particle-steps per second.
double rate(int steps, const std::function<void()>& work) {
  double least = seconds_of(work);
  for (int i = 0; i < 2; ++i) least = std::min(least, seconds_of(work));
  return static_cast<double>(kParticles) * steps / least / 1e6;
}

double simulated(const Process& process, Scheme scheme, double end, int steps, int threads) {
  const Grid grid({uniform_axis("x", -50, 50, 8)});
  StepTimes times{{}, std::vector<bool>(static_cast<std::size_t>(steps) + 1)};
  for (int k = 0; k <= steps; ++k) times.times.push_back(end * k / steps);
  const SimulateOptions options{.scheme = scheme, .control = {.threads = threads}};
  Ensemble ensemble{Points::Ones(kParticles, 1), 0};
  return rate(steps, [&] {
    ensemble.time = 0;
    ensemble = simulate(process, grid, std::move(ensemble), times, options).ensemble;
  });
}

/// x += drift(x, k) dt + noise(k) sqrt(dt) n, one particle after the other.
template <class Drift, class Noise>
double plain(double end, int steps, Drift&& drift, Noise&& noise) {
  std::vector<double> x(kParticles, 1.0);
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  const double dt = end / steps, root = std::sqrt(dt);
  return rate(steps, [&] {
    for (int k = 0; k < steps; ++k) {
      const double g = noise(k * dt) * root;
      for (double& value : x) value += drift(value, k * dt) * dt + g * normal(engine);
    }
  });
}

double beta(double t) { return 0.1 + 19.9 * t; }

/// Reversed VP drift with the score of .5 N(-2, .25) + .5 N(2, .25), one point at a time.
double reversed_drift(double x, double tau) {
  const double t = 1 - tau, B = 0.1 * t + 9.95 * t * t, shrink = std::exp(-0.5 * B);
  const double variance = 1 - 0.75 * shrink * shrink, m = 2 * shrink;
  const double right = 1 / (1 + std::exp(-2 * m * x / variance));
  const double score = (m * (2 * right - 1) - x) / variance;
  return beta(t) * (0.5 * x + score);
}

void tell(const char* what, double one, double two, double loop) {
  fmt::print("{:<34} {:8.1f} {:8.1f} {:8.2f} {:8.1f} {:8.2f}\n", what, one, two, two / one, loop, one / loop);
}

void measure(const char* what, const Process& process, double end, int steps, double loop) {
  const int few = std::max(1, steps / 10);
  for (const Scheme scheme : {Scheme::euler_maruyama, Scheme::heun, Scheme::sra1}) {
    const int taken = scheme == Scheme::euler_maruyama ? steps : few;
    tell(fmt::format("{}, {}", what, name_of(scheme)).c_str(), simulated(process, scheme, end, taken, 1),
         simulated(process, scheme, end, taken, 2), loop);
  }
}

/// What a snapshot costs beside the steps.
void measure_snapshot() {
  const Grid grid({uniform_axis("x", -6, 6, 1024)});
  const Points x = sample(GaussianMixture({1}, {Vector::Zero(1)}, {Matrix::Identity(1, 1)}), {kParticles, 1, 1});
  double counting = 1, moments = 1;
  for (int i = 0; i < 5; ++i) {
    counting = std::min(counting, seconds_of([&] { histogram(grid, x, 1); }));
    moments = std::min(moments, seconds_of([&] { sample_moments(x, 1); }));
  }
  fmt::print("a snapshot on 1024 cells, 1 thread: histogram {:.1f} ms, moments {:.1f} ms\n", 1e3 * counting,
             1e3 * moments);
}

}  // namespace

int main(int argc, char** argv) {
  const int steps = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1000;
  const Process ou = ornstein_uhlenbeck(Vector::Ones(1), Vector::Zero(1), Vector::Ones(1));
  const Matrix quarter = Matrix::Constant(1, 1, 0.25);
  const GaussianMixture data({0.5, 0.5}, {Vector::Constant(1, -2), Vector::Constant(1, 2)}, {quarter, quarter});
  const Process vp = variance_preserving(0.1, 20, 1);
  const Process back = reversed(vp, exact_score(vp, data, 0), 1.0, 1);
  const int few = std::max(1, steps / 10);
  fmt::print(
      "{} particles, {} steps ({} of the plain loop and of the slower schemes); million particle-steps per second\n",
      kParticles, steps, few);
  fmt::print("{:<34} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "", "1 thread", "2", "2 over 1", "plain", "1/plain");
  measure("Ornstein-Uhlenbeck", ou, 1, steps,
          plain(
              1, few, [](double x, double) { return -x; }, [](double) { return 1.0; }));
  measure("reversed VP, two components", back, 0.999, steps,
          plain(0.999, few, reversed_drift, [](double tau) { return std::sqrt(beta(1 - tau)); }));
  measure_snapshot();
}
