// SPDX-License-Identifier: MIT
// Noise that depends on the position, against the closed-form laws of a point start.
#include <doctest/doctest.h>

#include <boost/math/distributions/non_central_chi_squared.hpp>

#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Distribution = std::function<double(double x, double t)>;

Array exact(const Grid& grid, const Distribution& cdf, double t) {
  const Array& edges = grid.axis(0).edges;
  Array p(grid.cells());
  for (Eigen::Index i = 0; i < p.size(); ++i) p[i] = (cdf(edges[i + 1], t) - cdf(edges[i], t)) / grid.volumes()[i];
  return p;
}

struct Outcome {
  double tv, mean, variance;
};

Outcome solved(const Process& process, const Distribution& cdf, double length, int level) {
  const Grid grid = line(0, length, Eigen::Index{128} << level);
  const StepTimes steps = step_times({.25, 1}, 40L << level, Spacing::uniform);
  const Array p = solve(process, grid, exact(grid, cdf, .25), steps).trajectory.densities.back();
  return {total_variation(grid, p, exact(grid, cdf, 1)), mean(grid, p)[0], covariance(grid, p)(0, 0)};
}

}  // namespace

TEST_CASE("geometric Brownian motion reaches its log-normal law and moments at second order") {
  const double mu = .3, sigma = .4;
  const Distribution log_normal = [=](double x, double t) {
    if (x <= 0) return 0.0;
    const double z = (std::log(x) - (mu - 0.5 * sigma * sigma) * t) / (sigma * std::sqrt(t));
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
  };
  const Process process = geometric_brownian(v1(mu), v1(sigma));
  const Outcome coarse = solved(process, log_normal, 10, 1), fine = solved(process, log_normal, 10, 2);
  // an asymptotic order of 2 with a relative remainder of the size of the step ratio
  CHECK(std::abs(std::log2(coarse.tv / fine.tv) - 2) < 0.1);
  CHECK(fine.tv < 1e-3);
  // the finer grid's error, a third of the difference of the two
  const double mean_error = std::abs(fine.mean - coarse.mean),
               variance_error = std::abs(fine.variance - coarse.variance);
  CHECK(std::abs(fine.mean - std::exp(mu)) < mean_error + 1e-6);
  CHECK(std::abs(fine.variance - std::exp(2 * mu) * std::expm1(sigma * sigma)) < variance_error + 1e-6);
}

TEST_CASE("the square-root process reaches its non-central chi-squared law and moments at second order") {
  const double kappa = 1, theta = 1, sigma = .5, x0 = 1.5;
  const Distribution chi_squared = [=](double x, double t) {
    const double decay = std::exp(-kappa * t);
    const double scale = sigma * sigma * (1 - decay) / (4 * kappa);
    const boost::math::non_central_chi_squared law(4 * kappa * theta / (sigma * sigma), x0 * decay / scale);
    return x <= 0 ? 0.0 : cdf(law, x / scale);
  };
  const Process process = cox_ingersoll_ross(v1(kappa), v1(theta), v1(sigma));
  const Outcome coarse = solved(process, chi_squared, 6, 1), fine = solved(process, chi_squared, 6, 2);
  CHECK(std::abs(std::log2(coarse.tv / fine.tv) - 2) < 0.1);
  CHECK(fine.tv < 1e-3);
  const double decay = std::exp(-kappa);
  const double variance = x0 * sigma * sigma / kappa * (decay - decay * decay) +
                          theta * sigma * sigma / (2 * kappa) * (1 - decay) * (1 - decay);
  CHECK(std::abs(fine.mean - (theta + (x0 - theta) * decay)) < std::abs(fine.mean - coarse.mean) + 1e-6);
  CHECK(std::abs(fine.variance - variance) < std::abs(fine.variance - coarse.variance) + 1e-6);
}

TEST_CASE("a square-root process that reaches 0 keeps its mass at 0 and above, and its law") {
  // 2 kappa theta < sigma^2: the density of the prior grows as x^(-.2) at 0; a fifth of the cells lie below
  const Process process = cox_ingersoll_ross(v1(1), v1(.4), v1(1));
  const auto error = [&](int level) {
    const Grid grid = line(-2, 8, Eigen::Index{500} << level);
    const StepTimes steps = step_times({0, 20}, 200, Spacing::uniform);
    const Array p = solve(process, grid, averages(grid, normal(.5, .01)), steps).trajectory.densities.back();
    // what the start's tail of Q(5) = 2.9e-7 put there has been driven up
    CHECK((p * grid.volumes()).head(grid.cells() / 5).sum() < 1e-12);
    return total_variation(grid, p, cell_averages(grid, process.prior(20).box_mass));
  };
  // x^(-.2) stands in the integrals over the first cell; with values at faces the error is h^.8, 1e-2 there. From
  // e^(-20) of the way on the law is the gamma's: 3e-8 on both grids.
  CHECK(error(0) < 1e-7);
  CHECK(error(1) < 1e-7);
}
