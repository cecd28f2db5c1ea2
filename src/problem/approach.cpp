// SPDX-License-Identifier: MIT
// Before a time.start later than time.initial, the law is taken to be that of unbounded space.
#include <fmt/format.h>

#include <cmath>

#include "problem/checks.hpp"

namespace fokker {
namespace {

constexpr int looks = 8;

/// Share of N(mean, std^2) above x.
double tail(double x, double mean, double std) {
  return std > 0 ? 0.5 * std::erfc((x - mean) / (std * std::sqrt(2.0))) : (mean > x ? 1 : 0);
}

/// Whether nothing depends on the coordinate k: the law on a circle is then the one of unbounded space, wrapped.
bool same_everywhere(const Problem& problem, int k) {
  const Matrix A = problem.process.transition(problem.time.initial, problem.time.start).A;
  return (A.col(k) - Matrix::Identity(A.rows(), A.cols()).col(k)).isZero(0);
}

/// Most of the law that can be behind boundaries that absorb, or around an axis where that makes a difference.
double beyond(const Problem& problem, const GaussianMixture& law) {
  double sum = 0;
  for (int k = 0; k < problem.grid.dimension(); ++k) {
    const Axis& axis = problem.grid.axis(k);
    const bool around = axis.periodic() && !same_everywhere(problem, k);
    const double lower = axis.edges[0], upper = axis.edges[axis.cells()];
    for (std::size_t i = 0; i < law.size(); ++i) {
      const double mean = law.means()[i][k], std = std::sqrt(law.covariances()[i](k, k));
      if (around || axis.lower == Boundary::absorbing) sum += law.weights()[i] * tail(-lower, -mean, std);
      if (around || axis.upper == Boundary::absorbing) sum += law.weights()[i] * tail(upper, mean, std);
    }
  }
  return sum;
}

}  // namespace

void check_approach(const Problem& problem, Issues& issues) {
  const TimeSpan& times = problem.time;
  if (times.start == times.initial || problem.exact || problem.frame) return;
  if (!problem.process.transition) {
    if (absorbs(problem.grid) || wraps(problem.grid))
      issues.error("time.start",
                   "before it the density is that of unbounded space, beside absorbing or periodic boundaries",
                   fmt::format("start = {}", times.initial));
    return;
  }
  double most = 0, when = times.initial;
  for (int i = 0; i <= looks; ++i) {
    const double t = times.initial + (times.start - times.initial) * i / looks;
    const double now = beyond(problem, marginal(problem.process, *problem.initial.mixture, times.initial, t));
    if (now > most) most = now, when = t;
  }
  if (most <= noted_mass) return;
  const std::string found = fmt::format(
      "before it the density is that of unbounded space, of which {:.3g} lies behind absorbing boundaries or around a "
      "periodic "
      "axis at t = {:.4g}",
      most, when);
  if (most > refused_mass)
    issues.error("time.start", found, fmt::format("at most {}", refused_mass),
                 fmt::format("start = {}", times.initial));
  else
    issues.note("time.start", fmt::format("time.start: {}; start = {} has none", found, times.initial));
}

}  // namespace fokker
