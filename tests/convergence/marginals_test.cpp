// SPDX-License-Identifier: MIT
// Laws that no other test of this folder carries through a solve, against their closed forms.
#include <doctest/doctest.h>

#include <numbers>

#include "fokker/process/law.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a rotating drift takes a correlated Gaussian to the mean and covariance of the moment equations") {
  const Vector sigma{{1, std::sqrt(.6)}};
  const Process process = coupled_ornstein_uhlenbeck(Matrix{{1, .6}, {-.4, 1.5}}, Vector::Zero(2), sigma);
  const GaussianMixture initial({1.0}, {Vector{{1.5, -1}}}, {Matrix{{.2, .1}, {.1, .2}}});
  const Grid grid({uniform_axis("x", -5, 5, 256), uniform_axis("y", -5, 5, 256)});
  const Array p = solve(process, grid, averages(grid, initial), step_times({0, 1}, 50, Spacing::uniform))
                      .trajectory.densities.back();
  const GaussianMixture exact = marginal(process, initial, 0, 1);
  // second order in h = .04: h^2 times the second derivatives of drift times density
  CHECK((mean(grid, p) - exact.mean()).cwiseAbs().maxCoeff() < 1e-3);
  CHECK((covariance(grid, p) - exact.covariance()).cwiseAbs().maxCoeff() < 1e-3);
  CHECK(total_variation(grid, p, averages(grid, exact)) < 1e-3);
}

TEST_CASE("a uniform law spreads by Brownian motion into a difference of error functions, at second order") {
  const double lower = -1, upper = .5, t = .4;
  // primitive of P(x - w in [lower, upper]) in units of the deviation
  const auto primitive = [](double z) {
    return 0.5 * z * std::erfc(-z / std::numbers::sqrt2) + std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
  };
  const double deviation = std::sqrt(t);
  const auto error = [&](int level) {
    const Grid grid = line(-5, 5, Eigen::Index{200} << level);
    const Array start = cell_averages(grid, uniform_law(v1(lower), v1(upper)).box_mass);
    const StepTimes steps = step_times({0, t}, 50L << level, Spacing::uniform);
    const Array p = solve(brownian(v1(0), v1(1)), grid, start, steps).trajectory.densities.back();
    const Array& edges = grid.axis(0).edges;
    Array exact(grid.cells());
    for (Eigen::Index i = 0; i < exact.size(); ++i) {
      const auto below = [&](double x) {
        return deviation * (primitive((x - lower) / deviation) - primitive((x - upper) / deviation));
      };
      exact[i] = (below(edges[i + 1]) - below(edges[i])) / ((upper - lower) * grid.volumes()[i]);
    }
    return total_variation(grid, p, exact);
  };
  // an asymptotic order of 2 with a relative remainder of the size of the step ratio
  CHECK(std::abs(std::log2(error(1) / error(2)) - 2) < 0.1);
}
