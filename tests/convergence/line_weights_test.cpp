// SPDX-License-Identifier: MIT
// Edges from integrals of the stationary density, of processes that are not linear.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "fokker/grid/restriction.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Density at t = 1 from N(.5, .09), without an error of the steps.
Array after_one(const Process& process, const Grid& grid) {
  IntegrateOptions options;
  options.stepper = Stepper::exponential;
  const StepTimes steps = step_times({0, 1}, 2, Spacing::uniform);
  return solve(process, grid, averages(grid, normal(0.5, 0.09)), steps, options).trajectory.densities.back();
}

/// Order between n and 2n cells on [-4, 4], and the relative L1 error on 2n cells, against n_reference cells.
std::pair<double, double> order_and_error(const Process& process, Eigen::Index n, Eigen::Index n_reference) {
  const Grid fine = line(-4, 4, n_reference);
  const Array reference = after_one(process, fine);
  const auto error = [&](Eigen::Index cells) {
    const Grid grid = line(-4, 4, cells);
    return mass(grid, (after_one(process, grid) - restricted(fine, grid, reference)).abs());
  };
  const double coarse = error(n), finer = error(2 * n);
  return {std::log2(coarse / finer), finer};
}

}  // namespace

TEST_CASE("line weights are of second order where noise and drift are smooth, in every interpretation") {
  for (const Interpretation meant : {Interpretation::ito, Interpretation::stratonovich, Interpretation::isothermal}) {
    const Process process = custom_process({formula("0.3 - x")}, {formula("sqrt(1 + 0.8*sin(2*x))")}, meant);
    const auto [order, error] = order_and_error(process, 100, 3200);
    CHECK(order == relative(2).epsilon(0.06));
    CHECK(error < 5e-4);  // values at faces give 4.3e-4 in the sense of Ito; here 2.5e-4
  }
}

TEST_CASE("line weights are of second order across a jump of the noise, on a face and within a cell") {
  // the oscillating Brownian motion: D = 1 below the jump, .09 above it; 0.02 is on faces of all of these grids
  for (const Interpretation meant : {Interpretation::ito, Interpretation::stratonovich, Interpretation::isothermal})
    for (const char* noise : {"if(x < 0, 1, 0.3)", "if(x < 0.53, 1, 0.3)"}) {
      const Process process = custom_process({formula("-0.1*x")}, {formula(noise)}, meant);
      CAPTURE(noise);
      const auto [order, error] = order_and_error(process, 100, 3200);
      CHECK(order > 1.7);  // 2 on faces; the place within its cell is another one on every grid
      CHECK(error < 4e-3);
    }
}

namespace {

/// A square-root process from a point, on [0, max].
struct RootProcess {
  double ratio;  ///< 2 kappa theta/sigma^2
  double kappa, theta, sigma, start, end, max;
};

/// P(x < limit) at the end: a gamma number of shape ratio + K, K Poisson.
double mass_below(const RootProcess& p, double limit) {
  const double decay = std::exp(-p.kappa * p.end), rate = 2 * p.kappa / (p.sigma * p.sigma * (1 - decay));
  double sum = 0, weight = std::exp(-rate * p.start * decay);
  for (int k = 0; k < 400; weight *= rate * p.start * decay / ++k)
    sum += weight *
           gamma_law(v1(p.ratio + k), v1(1 / rate)).box_mass(Points::Zero(1, 1), Points::Constant(1, 1, limit))[0];
  return sum;
}

/// Relative error of the mean and error of P(x < .01) at the end, on 200 cells by the square root, within which the
/// density is the stationary one. The solution is that of `factor` times theta.
std::pair<double, double> root_errors(const RootProcess& p, double factor = 1) {
  const Result result = run(parse_problem(
      fmt::format("schema = 1\n[process]\nkind = \"cir\"\nkappa = {}\ntheta = {}\nsigma = {}\n[initial]\nkind = "
                  "\"delta\"\nat = {}\n[time]\nend = {}\nsnapshots = 2\n[[axis]]\nname = \"x\"\nmin = 0.0\nmax = {}\n"
                  "cells = 200\nspacing = \"power\"\npower = 2\n[forward]\nerror_estimate = false\n",
                  p.kappa, factor * p.theta, p.sigma, p.start, p.end, p.max),
      "cir.toml", "."));
  const Grid& grid = result.evidence.grid;
  const Array masses = result.evidence.forward.densities.back() * grid.volumes();
  const double scale = p.sigma * p.sigma / (2 * p.kappa);
  const Law within = gamma_law(v1(p.ratio), v1(scale)), weighted = gamma_law(v1(p.ratio + 1), v1(scale));
  const Points a = grid.lower_corners(), b = grid.upper_corners();
  const double mean = (masses * p.ratio * scale * weighted.box_mass(a, b) / within.box_mass(a, b)).sum();
  const double right = p.theta + (p.start - p.theta) * std::exp(-p.kappa * p.end);
  const Points limit = b.min(0.01).max(a);
  const double below = (masses * within.box_mass(a, limit) / within.box_mass(a, b)).sum();
  return {mean / right - 1, below - mass_below(p, 0.01)};
}

}  // namespace

TEST_CASE("a square-root process on cells by the square root keeps mean and mass near 0 at any Feller ratio") {
  // at most 5.5e-4 and 5.7e-5; a prototype with Gauss-Jacobi quadrature reached 1e-5 and 2e-5
  for (const RootProcess& p : {RootProcess{.08, .1, .1, .5, .05, 5, 8},
                               {.16, .5, .04, .5, .04, 1, 2},
                               {.5, 1, .0625, .5, .1, 2, 2},
                               {.9, 1, .1125, .5, .1, 2, 2}}) {
    CAPTURE(p.ratio);
    const auto [mean, below] = root_errors(p);
    CHECK(std::abs(mean) < 2e-3);
    CHECK(std::abs(below) < 1e-4);
    const auto [wrong_mean, wrong_below] = root_errors(p, 1.05);
    CHECK(std::abs(wrong_mean) > 2e-3);
    CHECK(std::abs(wrong_below) > 1e-4);
  }
}

namespace {

/// Mean distance from 0 of a beta law's mass within each cell.
Array beta_centres(const Grid& grid, double lower, double upper) {
  const Law law = beta_law(v1(lower), v1(upper)), weighted = beta_law(v1(lower + 1), v1(upper));
  const Points a = grid.lower_corners(), b = grid.upper_corners();
  return lower / (lower + upper) * weighted.box_mass(a, b) / law.box_mass(a, b);
}

/// Error of the mean at t = .5 from a point, on 100 cells with edges 3 u^2 - 2 u^3 within which the density is the
/// stationary one, of a process whose b is `factor` times the right one.
double wright_fisher_error(double a, double b, double x0, double factor = 1) {
  const Array u = Array::LinSpaced(101, 0, 1);
  const Result result = run(Problem{.process = jacobi(v1(a), v1(factor * b), v1(1)),
                                    .initial = normal(x0, 0),
                                    .time = {.end = 0.5, .snapshots = {0, 0.5}},
                                    .grid = Grid({listed_axis("x", u.square() * (3 - 2 * u))}),
                                    .forward = {.error_estimate = false}});
  const Grid& grid = result.evidence.grid;
  const Array centres = beta_centres(grid, 2 * a * b, 2 * a * (1 - b));
  const double found = (result.evidence.forward.densities.back() * grid.volumes() * centres).sum();
  return found - (b + (x0 - b) * std::exp(-0.5 * a));
}

}  // namespace

TEST_CASE("a Wright-Fisher process keeps its mean where the density is singular at both ends") {
  // exponents 2 a b and 2 a (1 - b) from .1 to 2.4; at most 1.2e-5, in a prototype with Gauss-Jacobi quadrature 1.1e-5
  for (const auto& [a, b] : {std::pair{0.2, 0.3}, {0.1, 0.5}, {0.5, 0.2}, {2.0, 0.4}}) {
    CAPTURE(a);
    const double error = wright_fisher_error(a, b, 0.6);
    CHECK(std::abs(error) < 2e-5);
    CHECK(std::abs(wright_fisher_error(a, b, 0.6, 0.95)) > 1e-4);
    // the other end is treated alike, to the rounding of places beside 1
    CHECK(std::abs(wright_fisher_error(a, 1 - b, 0.4) + error) < 1e-8);
  }
}
