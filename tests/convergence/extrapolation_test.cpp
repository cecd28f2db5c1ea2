// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "fokker/grid/restriction.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Problem ou(Eigen::Index cells = 100, long steps = 400) {
  return {.process = ornstein_uhlenbeck(v1(1), v1(0), v1(std::numbers::sqrt2)),
          .initial = normal(2, 0.01),
          .time = {.end = 1, .snapshots = {0, 1}, .steps = steps},
          .grid = line(-8, 8, cells),
          .forward = {.accuracy = Accuracy::extrapolated}};
}

Problem double_well(Eigen::Index cells, long steps) {
  const Expression potential = Expression::parse("(x^2 - 1)^2 + y^2/2", {{"x", "y"}, {}, true, {}});
  return {.process = langevin(potential, 0.25),
          .initial = GaussianMixture({1.0}, {Vector{{-1, 1}}}, {Matrix(0.09 * Matrix::Identity(2, 2))}),
          .time = {.end = 1, .snapshots = {0, 1}, .steps = steps},
          .grid = Grid({uniform_axis("x", -2.5, 2.5, cells), uniform_axis("y", -3, 3, cells)}),
          .forward = {.accuracy = Accuracy::extrapolated}};
}

Problem ou_3d() {
  const Vector theta{{1, 1.5, 2}}, sigma = Vector::Constant(3, std::numbers::sqrt2);
  return {.process = ornstein_uhlenbeck(theta, Vector::Zero(3), sigma),
          .initial = GaussianMixture({1.0}, {Vector{{1, -1, 0.5}}}, {Matrix(0.25 * Matrix::Identity(3, 3))}),
          .time = {.end = 0.5, .snapshots = {0, 0.5}, .steps = 80},
          .grid = Grid({uniform_axis("x", -5, 5, 64), uniform_axis("y", -5, 5, 64), uniform_axis("z", -5, 5, 64)}),
          .forward = {.accuracy = Accuracy::extrapolated}};
}

Evidence solved(const Problem& problem) { return run(problem).evidence; }

/// The error at the end is at most `bound`, and its estimate between 1/3 and 10 times it.
void error_is_known(const Evidence& evidence, const Array& reference, double bound) {
  const double error = mass(evidence.grid, (evidence.forward.densities.back() - reference).abs());
  const double estimate = mass(evidence.grid, evidence.forward.errors.back());
  INFO("error ", error, ", estimate ", estimate);
  CHECK(error <= bound);
  CHECK(estimate / error > 1. / 3);
  CHECK(estimate / error < 10);
}

}  // namespace

// 400 steps: the plain step error is 4e-7 (fokker converge), what extrapolation leaves of it far below

TEST_CASE("Ornstein-Uhlenbeck on 100 + 200 cells is extrapolated to 1e-5 with an error bar") {
  const Evidence evidence = solved(ou());
  error_is_known(evidence, evidence.exact.back(), 1e-5);
}

TEST_CASE("adaptive steps serve as well: the coarsest level takes the pairs of half steps") {
  Problem problem = ou();
  problem.time.steps.reset();
  problem.time.tolerance = 1e-7;
  const Evidence evidence = solved(problem);
  error_is_known(evidence, evidence.exact.back(), 1e-5);
}

TEST_CASE("extrapolation is of fourth order in h with the step error negligible") {
  const auto error = [](Eigen::Index cells) {
    const Evidence evidence = solved(ou(cells, 1600));
    return mass(evidence.grid, (evidence.forward.densities.back() - evidence.exact.back()).abs());
  };
  const double order = std::log2(error(200) / error(400));
  CHECK(order > 3.8);
  CHECK(order < 4.2);
}

TEST_CASE("extrapolated reversals estimate their error, and match the forward density better than plain ones") {
  Problem problem = ou(200);
  problem.initial = normal(2, 0.1);
  problem.reversals = {{.name = "back", .accuracy = Accuracy::extrapolated}, {.name = "plain"}};
  const Evidence evidence = solved(problem);
  const GridSolution& back = evidence.reversals[0].solution;
  const double error = mass(evidence.grid, (back.densities[0] - evidence.exact[0]).abs());
  const double estimate = mass(evidence.grid, back.errors[0]);
  const double plain = mass(evidence.grid, (evidence.reversals[1].solution.densities[0] - evidence.exact[0]).abs());
  INFO("error ", error, ", estimate ", estimate, ", plain ", plain);
  CHECK_FALSE(evidence.reversals[1].solution.errors.empty());
  CHECK(error < 0.05 * plain);
  CHECK(estimate / error > 1. / 3);
  CHECK(estimate / error < 10);
}

TEST_CASE("slow: the double well on 128 + 256 cells is extrapolated to 1e-5 with an error bar" * doctest::skip()) {
  const Evidence evidence = solved(double_well(128, 200));
  // 256 + 512 cells with twice the steps: a sixteenth of the error
  const Evidence fine = solved(double_well(256, 400));
  error_is_known(evidence, restricted(fine.grid, evidence.grid, fine.forward.densities.back()), 1e-5);
}

TEST_CASE("slow: three dimensions on 64 + 128 cells are extrapolated to 3e-5 with an error bar" * doctest::skip()) {
  const Evidence evidence = solved(ou_3d());
  error_is_known(evidence, evidence.exact.back(), 3e-5);
}
