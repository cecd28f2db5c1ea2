// SPDX-License-Identifier: MIT
// Noise that depends on x, against a closed-form law with long tails.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "fokker/process/custom.hpp"
#include "fokker/sde/simulate.hpp"
#include "support.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

// dX = (X/2 + sqrt(X^2 + 1)) dt + sqrt(X^2 + 1) dW (Ito), X(0) = 0 has X = sinh(t + W); at t = 1 (oracles.md):
constexpr double median = 1.1752011936, below_0 = .1586552539, above_5 = .0946861387;

Process process(const std::string& drift = "x/2 + sqrt(x^2 + 1)", const std::string& noise = "sqrt(x^2 + 1)") {
  const ExpressionScope scope{{"x"}, {}, true, {}};
  return custom_process({Expression::parse(drift, scope)}, {Expression::parse(noise, scope)}, Interpretation::ito);
}

Grid grid() { return Grid({sinh_axis("x", -74, 74, 400, {0, 1})}); }

/// Distribution function of cell averages: the cubic through its values on the four nearest edges.
double distribution(const Axis& axis, const Array& p, double x) {
  Array below = Array::Zero(axis.edges.size());
  for (Eigen::Index i = 0; i < axis.cells(); ++i) below[i + 1] = below[i] + p[i] * axis.width(i);
  const Eigen::Index first = std::upper_bound(axis.edges.begin(), axis.edges.end(), x) - axis.edges.begin() - 2;
  double sum = 0;
  for (Eigen::Index i = first; i < first + 4; ++i) {
    double weight = 1;
    for (Eigen::Index j = first; j < first + 4; ++j)
      if (j != i) weight *= (x - axis.edges[j]) / (axis.edges[i] - axis.edges[j]);
    sum += weight * below[i];
  }
  return sum;
}

Array density_at_1(const Process& p) {
  const StepTimes steps = step_times({0, 1}, 400, Spacing::uniform);
  return solve(p, grid(), averages(grid(), normal(0, 0)), steps).trajectory.densities.back();
}

}  // namespace

TEST_CASE("on a sinh axis of 400 cells the law of sinh(t + W) comes out to a thousandth") {
  const Axis axis = grid().axis(0);
  const Array p = density_at_1(process());
  double low = 0, high = 5;
  while (high - low > 1e-10) (distribution(axis, p, 0.5 * (low + high)) < 0.5 ? low : high) = 0.5 * (low + high);
  // the start on two cells adds a variance of du^2/3 = 2e-4 to W: 2.5e-4 of P(X > 5); asked for: a thousandth
  CHECK(std::abs(low / median - 1) < 1e-3);
  CHECK(std::abs(distribution(axis, p, 0) / below_0 - 1) < 1e-3);
  CHECK(std::abs((1 - distribution(axis, p, 5)) / above_5 - 1) < 1e-3);
}

TEST_CASE("the same drift meant in the sense of Stratonovich gives another law") {
  const ExpressionScope scope{{"x"}, {}, true, {}};
  const Process other = custom_process({Expression::parse("x/2 + sqrt(x^2 + 1)", scope)},
                                       {Expression::parse("sqrt(x^2 + 1)", scope)}, Interpretation::stratonovich);
  CHECK(std::abs((1 - distribution(grid().axis(0), density_at_1(other), 5)) / above_5 - 1) > 0.1);
}

TEST_CASE("particles with noise that depends on x are counted rightly on a sinh axis, with 5 % more they are not") {
  constexpr std::size_t count = 200'000;
  const auto share_below_0 = [](const Process& moved) {
    const StepTimes steps = step_times({0, 1}, 200, Spacing::uniform);
    const Simulated end = simulate(moved, grid(), {Points::Zero(count, 1), 0}, steps);
    const Histogram counts = histogram(grid(), end.ensemble.positions, 2);
    // the lower half of the cells; binomial errors, and a bias of weak order 1 at 200 steps
    return counts.counts.head(200).sum() / count;
  };
  const double tolerance = kOneInAMillion * std::sqrt(below_0 * (1 - below_0) / count) + 0.005 * below_0;
  CHECK(std::abs(share_below_0(process()) - below_0) < tolerance);
  CHECK(std::abs(share_below_0(process("x/2 + sqrt(x^2 + 1)", "1.05*sqrt(x^2 + 1)")) - below_0) > tolerance);
}
