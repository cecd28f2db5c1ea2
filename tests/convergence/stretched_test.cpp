// SPDX-License-Identifier: MIT
// Axes whose cells grow: second order wherever the map from indices to coordinates is smooth.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/score/score.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// L1 errors against the exact marginals: forward at the end, and reversed from the exact end at the start.
struct StretchedErrors {
  double forward, reverse_exact_score, reverse_forward_score;
};

StretchedErrors stretched_errors(const Axis& coarsest, const Process& process, const GaussianMixture& initial, double T,
                                 int level) {
  const Grid grid({refined(coarsest, coarsest.cells() << level)});
  const StepTimes steps = step_times({0, T}, 50L << level, Spacing::uniform);
  IntegrateOptions options;
  options.keep_steps = true;
  const auto law = [&](double t) { return averages(grid, marginal(process, initial, 0, t)); };
  const Integration forward = solve(process, grid, law(0), steps, options);
  const auto back = [&](const Score& score) {
    const Integration run = solve(reversed(process, score, 1, T), grid, law(T), mirrored(steps, T));
    return 2 * total_variation(grid, run.trajectory.densities.back(), law(0));
  };
  return {2 * total_variation(grid, forward.trajectory.densities.back(), law(T)),
          back(exact_score(process, initial, 0)), back(trajectory_score(forward.trajectory))};
}

void check_second_order(const Axis& coarsest, const Process& process, const GaussianMixture& initial, double T) {
  const StretchedErrors coarse = stretched_errors(coarsest, process, initial, T, 2),
                        fine = stretched_errors(coarsest, process, initial, T, 3);
  // even expansions in h and dt: the remainder of the order is of the size of h^2, below .05 at these levels
  CHECK(std::abs(std::log2(coarse.forward / fine.forward) - 2) < .05);
  CHECK(std::abs(std::log2(coarse.reverse_exact_score / fine.reverse_exact_score) - 2) < .05);
  CHECK(std::abs(std::log2(coarse.reverse_forward_score / fine.reverse_forward_score) - 2) < .05);
}

}  // namespace

TEST_CASE("on a geometric axis forward and reversed solves are of second order") {
  // 8 deviations above the lower end
  check_second_order(geometric_axis("x", .25, 20, 80), ornstein_uhlenbeck(v1(1), v1(3), v1(.6)), normal(4, .09), .7);
}

TEST_CASE("on a sinh axis forward and reversed solves are of second order") {
  check_second_order(sinh_axis("x", -6, 9, 80, {.5, 1}), ornstein_uhlenbeck(v1(1), v1(.4), v1(1)), normal(1.5, .1), 1);
}

TEST_CASE("listed edges that follow a smooth map are as good as the map") {
  const Axis smooth = sinh_axis("x", -6, 9, 320, {.5, 1});
  const auto error = [&](const Axis& axis) {
    return stretched_errors(axis, ornstein_uhlenbeck(v1(1), v1(.4), v1(1)), normal(1.5, .1), 1, 0).forward;
  };
  // two definitions of one grid differ by the rounding of the edges, relative to the cells' widths
  CHECK(std::abs(error(listed_axis("x", smooth.edges)) / error(smooth) - 1) < 1e-9);
}

TEST_CASE("geometric Brownian motion keeps its law over two decades on a geometric axis, at second order") {
  const double mu = .3, sigma = .8;
  const Process process = geometric_brownian(v1(mu), v1(sigma));
  const auto exact = [&](const Grid& grid, double t) {
    const auto below = [&](double x) {
      const double z = (std::log(x) - (mu - 0.5 * sigma * sigma) * t) / (sigma * std::sqrt(t));
      return 0.5 * std::erfc(-z / std::sqrt(2.0));
    };
    const Array& edges = grid.axis(0).edges;
    Array p(grid.cells());
    for (Eigen::Index i = 0; i < p.size(); ++i) p[i] = (below(edges[i + 1]) - below(edges[i])) / grid.volumes()[i];
    return p;
  };
  const auto error = [&](int level) {
    const Grid grid({geometric_axis("x", 2e-3, 500, Eigen::Index{120} << level)});
    const StepTimes steps = step_times({.25, 1}, 40L << level, Spacing::uniform);
    const Array p = solve(process, grid, exact(grid, .25), steps).trajectory.densities.back();
    return 2 * total_variation(grid, p, exact(grid, 1));
  };
  const double coarse = error(1), fine = error(2);
  CHECK(std::abs(std::log2(coarse / fine) - 2) < .05);
  CHECK(fine < 1e-3);
}
