// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "fokker/score/score.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Errors {
  double forward, reverse_forward_score, reverse_exact_score;
};

/// Total variation at the end of the forward solve (against exact) and of the reversals (against forward) for the VP
/// mixture, grid and step refined together.
Errors vp_errors(int level) {
  const Process process = variance_preserving(.1, 20, 1);
  const Grid grid = line(-5, 5, Eigen::Index{128} << level);
  const StepTimes steps = step_times({1e-3, 1}, 50L << level, Spacing::uniform);
  IntegrateOptions options;
  options.keep_steps = true;
  const auto law = [&](double t) { return averages(grid, marginal(process, vp_mixture(), 0, t)); };
  const Integration forward = solve(process, grid, law(1e-3), steps, options);
  const auto back = [&](const Score& score) {
    const Integration run =
        solve(reversed(process, score, 1, 1), grid, forward.trajectory.densities.back(), mirrored(steps, 1));
    return total_variation(grid, run.trajectory.densities.back(), forward.trajectory.densities.front());
  };
  return {total_variation(grid, forward.trajectory.densities.back(), law(1)),
          back(trajectory_score(forward.trajectory)), back(exact_score(process, vp_mixture(), 0))};
}

}  // namespace

TEST_CASE("forward and reversed VP solves are of second order in grid and step together") {
  const Errors coarse = vp_errors(2), fine = vp_errors(3);
  // an asymptotic order of 2 with a relative remainder of the size of the step ratio: +-0.1 at these levels
  CHECK(std::log2(coarse.reverse_forward_score / fine.reverse_forward_score) == relative(2).epsilon(0.05));
  CHECK(std::log2(coarse.reverse_exact_score / fine.reverse_exact_score) == relative(2).epsilon(0.05));
  CHECK(std::log2(coarse.forward / fine.forward) == relative(2).epsilon(0.05));
}

TEST_CASE("backward Euler is of first order in the step") {
  const Process process = variance_preserving(.1, 20, 1);
  const Grid grid = line(-5, 5, 200);
  const Array start = averages(grid, vp_mixture());
  IntegrateOptions options;
  const auto end = [&](long steps) {
    return solve(process, grid, start, step_times({0, 0.3}, steps, Spacing::uniform), options)
        .trajectory.densities.back();
  };
  const Array reference = end(2000);
  options.stepper = Stepper::backward_euler;
  const double order =
      std::log2(total_variation(grid, end(200), reference) / total_variation(grid, end(400), reference));
  CHECK(order == relative(1).epsilon(0.05));
}

TEST_CASE("reversal is of second order for every alpha, and a score scaled by 1.1 has no order at all") {
  const Process process = ornstein_uhlenbeck(v1(1), v1(0.4), v1(1));
  for (const double alpha : {0.5, 1.0, 2.0})
    for (const double factor : {1.0, 1.1}) {
      const auto error = [&](int level) {
        const Grid grid = line(-5, 6, Eigen::Index{100} << level);
        const StepTimes steps = step_times({0, 1}, 40L << level, Spacing::uniform);
        const auto law = [&](double t) { return averages(grid, marginal(process, normal(1, .1), 0, t)); };
        const Score score = scaled(exact_score(process, normal(1, .1), 0), factor);
        const Integration run = solve(reversed(process, score, alpha, 1), grid, law(1), mirrored(steps, 1));
        return total_variation(grid, run.trajectory.densities.back(), law(0));
      };
      const double order = std::log2(error(1) / error(2));
      if (factor == 1)
        CHECK(order == relative(2).epsilon(0.1));
      else
        CHECK(std::abs(order) < 0.3);
    }
}

TEST_CASE("steps halved and extrapolated are of third order in the step alone") {
  // errors dt^2 + dt^3: (4 p(dt/2) - p(dt)) / 3 keeps the third power; the grid is the same
  const Process process = ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.0)));
  const Grid grid = line(-5, 5, 200);
  const Array start = averages(grid, normal(1, .25));
  const auto extrapolated = [&](long steps) -> Array {
    const auto end = [&](long n) {
      return solve(process, grid, start, step_times({0, 1}, n, Spacing::uniform)).trajectory.densities.back();
    };
    return (4 * end(2 * steps) - end(steps)) / 3;
  };
  const Array coarse = extrapolated(40), middle = extrapolated(80), fine = extrapolated(160);
  const double order = std::log2(total_variation(grid, coarse, middle) / total_variation(grid, middle, fine));
  // remainder of the order of the step ratio, 1/40
  CHECK(std::abs(order - 3) < .1);
}
