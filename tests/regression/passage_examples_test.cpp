// SPDX-License-Identifier: MIT
// Examples in which boundaries absorb, against the mean first-passage times and hitting probabilities of quadrature.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

using namespace fokker;

namespace {

Result solved(const std::string& name, std::vector<std::string> overrides) {
  Problem problem = read_problem(std::string(FOKKER_SOURCE_DIR) + "/examples/" + name + ".toml", overrides);
  problem.particles.reset();
  Result result = run(problem);
  CHECK(result.report.passed);
  CHECK(result.report.invariants.mass_error <= 1e-12);
  return result;
}

double simpson(const std::function<double(double)>& f, double from, double to, int n) {
  const double h = (to - from) / n;
  double sum = 0;
  for (int k = 0; k <= n; ++k) sum += (k == 0 || k == n ? 1 : k % 2 ? 4 : 2) * f(from + k * h);
  return sum * h / 3;
}

/// Mean of f(mean + std z), z standard normal.
double gaussian_mean(const std::function<double(double)>& f, double mean, double std) {
  return simpson([&](double z) { return std::exp(-z * z / 2) / std::sqrt(2 * M_PI) * f(mean + std * z); }, -6, 6, 24);
}

/// Mean first-passage time: the survival integrated (trapezoids with the end correction of Euler and Maclaurin), and
/// its tail S^2/rate, exact once the survival decays with one exponent.
double mean_time(const Evidence& evidence) {
  double sum = 0;
  for (std::size_t k = 1; k < evidence.times.size(); ++k)
    sum +=
        (evidence.times[k] - evidence.times[k - 1]) / 2 *
        (mass(evidence.grid, evidence.forward.densities[k - 1]) + mass(evidence.grid, evidence.forward.densities[k]));
  const double h = evidence.times[1] - evidence.times[0];
  const double rate = evidence.forward.absorption_rates.back().sum();
  return sum + h * h / 12 * rate + std::pow(mass(evidence.grid, evidence.forward.densities.back()), 2) / rate;
}

/// The total variation at t = 0 of the reversal is pinned: rounding changes it by less than 1e-6 of itself.
void check_reversal(const Result& run, double pinned) {
  for (const Check& check : run.report.checks) {
    if (text_of(check.comparison) != "reverse/anderson|forward") continue;
    INFO(fmt::format("{:.9e}", check.metrics.tv));
    CHECK(std::abs(check.metrics.tv / pinned - 1) < 1e-6);
    return;
  }
  FAIL("no reversal");
}

}  // namespace

TEST_CASE("kramers_escape: the mean escape time is that of the quadrature over the barrier") {
  const Result result = solved("kramers_escape", {});
  const auto potential = [](double x) { return (x * x - 1) * (x * x - 1); };
  const auto below = [&](double y) {
    return simpson([&](double z) { return std::exp(-potential(z) / 0.4); }, -2.5, y, 200);
  };
  const auto time = [&](double x) {
    return simpson([&](double y) { return std::exp(potential(y) / 0.4) * below(y) / 0.4; }, x, 1, 100);
  };
  const double expected = gaussian_mean(time, -1, 0.1);
  CHECK(std::abs(expected - 16.55384) < 1e-4);  // as another program has it
  // second order in 400 cells of a barrier some 100 cells wide: (1/100)^2
  CHECK(std::abs(mean_time(result.evidence) / expected - 1) < 1e-4);
  check_reversal(result, 1.816562680e-03);
}

TEST_CASE("neuron: the mean time of the first spike is Siegert's") {
  const Result result = solved("neuron", {"time.snapshots=101"});
  const auto siegert = [](double v) {
    return std::sqrt(M_PI) *
           simpson([](double u) { return std::exp(u * u) * (1 + std::erf(u)); }, (v - 0.8) / 0.5, 0.4, 200);
  };
  const double expected = gaussian_mean(siegert, 0, 0.05);
  CHECK(std::abs(expected - 2.447055) < 1e-6);
  // second order in cells of 0.0075 where the law is 0.35 wide: 5e-4
  CHECK(std::abs(mean_time(result.evidence) / expected - 1) < 5e-4);
  check_reversal(result, 3.371053548e-04);
}

TEST_CASE("decision: right and wrong answers have their exact shares, the mean decision time is tanh(a)/a") {
  const Result result = solved("decision", {"time.snapshots=161"});
  const Evidence& evidence = result.evidence;
  const double right = 1 / (1 + std::exp(-1.6));
  // the point source is one cell of .02 wide on the coarsest grid: its variance of 1e-4/3 moves all by about that
  CHECK(std::abs(evidence.forward.absorbed.back()[1] - right) < 5e-5);
  CHECK(std::abs(evidence.forward.absorbed.back()[0] - (1 - right)) < 5e-5);
  // the same, and the snapshots' trapezoids
  CHECK(std::abs(mean_time(evidence) / (std::tanh(0.8) / 0.8) - 1) < 3e-4);
}
