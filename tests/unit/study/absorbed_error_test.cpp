// SPDX-License-Identifier: MIT
#include "study/absorbed_error.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/io/toml/problems.hpp"
#include "verify/relative_absorbed_error.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Brownian motion with drift 1 that starts beside the middle of two absorbing boundaries.
Problem decision(Eigen::Index cells, std::optional<long> steps) {
  return {.process = brownian(v1(1), m1(1)),
          .initial = normal(0.1, 0.01),
          .time = {.end = 12, .snapshots = spaced_times(0, 12, 5, Spacing::uniform), .steps = steps},
          .grid = Grid({uniform_axis("x", -1, 1, cells, {Boundary::absorbing, Boundary::absorbing})})};
}

/// What leaves through the lower boundary in the end, P = (exp(-2 x) - exp(-2)) / (exp(2) - exp(-2)) from x.
double lower_in_the_end() {
  const double start = std::exp(-2 * 0.1 + 2 * 0.01);  // mean of exp(-2 x)
  return (start - std::exp(-2.0)) / (std::exp(2.0) - std::exp(-2.0));
}

double worst_absorbed(const Report& report, Comparison comparison) {
  double worst = -1;
  for (const Check& check : report.checks)
    if (comparison_of(check.comparison) == comparison)
      worst = std::max(worst, metric_value(check.metrics, "absorbed").value_or(-1));
  return worst;
}

Array pair(double lower, double upper) { return Array{{lower, upper}}; }

}  // namespace

TEST_CASE("the estimated error of the absorbed mass is near the true one, by plain and extrapolated solves") {
  for (const std::optional<long> steps : {std::optional<long>(800), std::optional<long>()}) {
    const GridSolution solution = run(decision(48, steps)).evidence.forward;
    const double error = std::abs(solution.absorbed[4][0] - lower_in_the_end());
    CHECK(error > 1e-5);
    CHECK(solution.absorbed_errors[4][0] > 0.7 * error);
    CHECK(solution.absorbed_errors[4][0] < 3 * error);
  }
  Problem extrapolated = decision(32, 100);
  extrapolated.forward.accuracy = Accuracy::extrapolated;
  Problem fine = decision(192, 1600);
  fine.forward = extrapolated.forward;
  fine.forward.error_estimate = false;
  const GridSolution solution = run(extrapolated).evidence.forward, reference = run(fine).evidence.forward;
  const double error = std::abs(solution.absorbed[1][0] - reference.absorbed[1][0]);
  CHECK(error > 1e-8);
  CHECK(solution.absorbed_errors[1][0] > 0.3 * error);
  CHECK(solution.absorbed_errors[1][0] < 20 * error);
}

TEST_CASE("absorbed mass that is 5 % wrong is rejected beside a density within its bound") {
  // first arrivals at a boundary towards which the drift pushes, on cells of Peclet number 2.7
  Problem problem = decision(48, 200);
  problem.process = brownian(v1(-8), m1(1));
  problem.initial = normal(0.2, 0.01);
  problem.time = {.end = 0.08, .snapshots = {0, 0.04, 0.08}, .steps = 200};
  const Result coarse = run(problem);
  problem.grid = Grid({uniform_axis("x", -1, 1, 768, {Boundary::absorbing, Boundary::absorbing})});
  const Result fine = run(problem);
  CHECK(fine.report.verdict() == Verdict::pass);
  const double wrong = coarse.evidence.forward.absorbed[1][0] / fine.evidence.forward.absorbed[1][0] - 1;
  CHECK(std::abs(wrong) > 0.05);
  CHECK(coarse.report.verdict() == Verdict::fail);
  for (const Check& check : coarse.report.checks) CHECK(check.metrics.tv < 1e-2);
}

TEST_CASE("numbers on n cells that alone are 5 % off have an estimate of at least that") {
  const Array right = pair(0.2, 0.01), wrong = pair(0.21, 0.0105);
  const Array errors = absorbed_error({wrong, right, right}, 2, false);
  CHECK(errors[0] >= 0.01 * (1 - 1e-12));
  CHECK(errors[1] >= 0.0005 * (1 - 1e-12));
  // those on n/4 cells alone: the estimate of a change of its sign is not 0
  CHECK(absorbed_error({right, right, wrong}, 2, false)[0] == relative(0.01 / 8).epsilon(1e-9));
}

TEST_CASE("relative errors of the absorbed mass count from a hundredth of what leaves in all, and no tail below 1e-4") {
  GridSolution solution;
  const auto relative_error = [&](const Array& first, const Array& last, const Array& error) {
    solution.absorbed = {first, last};
    solution.absorbed_errors = {error, pair(0, 0)};
    return relative_absorbed_error(solution, 0);
  };
  CHECK(relative_error(pair(0.5, 0), pair(0.5, 0), pair(0.05, 0)) == relative(0.1).epsilon(1e-12));
  CHECK(relative_error(pair(1e-3, 0), pair(0.5, 0), pair(1e-4, 0)) == relative(0.02).epsilon(1e-12));
  CHECK(relative_error(pair(0.5, 1e-6), pair(0.5, 1e-6), pair(0, 1e-6)) == relative(0.01).epsilon(1e-12));
  CHECK(relative_error(pair(1e-6, 0), pair(1e-6, 0), pair(1e-7, 0)) == relative(0.1).epsilon(1e-12));
  CHECK(relative_error(pair(0, 0), pair(0, 0), pair(0, 0)) == 0);
}

TEST_CASE("the absorbed mass has a default bound beside others, in reversals, too, and none without boundaries") {
  Problem problem = decision(96, 200);
  problem.time = {.end = 1, .snapshots = {0, 0.5, 1}, .steps = 200};
  problem.reversals = {{.name = "back"}};
  problem.verification.bounds[Comparison::forward_coarse] = {{"tv", 0.1}};
  const Report report = run(problem).report;
  CHECK(worst_absorbed(report, Comparison::forward_coarse) > 0);
  CHECK(worst_absorbed(report, Comparison::reverse_coarse) > 0);
  for (const Check& check : report.checks)
    if (check.comparison.second.kind == SideKind::coarse) CHECK(check.bounds.at("absorbed") == default_absorbed_bound);
  problem.grid = line(-4, 4, 96);
  const Report closed = run(problem).report;
  CHECK(worst_absorbed(closed, Comparison::forward_coarse) == -1);
  for (const Check& check : closed.checks) CHECK(!check.bounds.contains("absorbed"));
}

TEST_CASE("the absorbed mass is a metric of estimates alone, with its bound and error in the file") {
  Problem problem = decision(96, 200);
  problem.verification.bounds[Comparison::forward_coarse] = {{"absorbed", 0.5}};
  const Result written = run(problem);
  const Folder folder;
  write_result(folder / "out.h5", written);
  const Result read = read_result(folder / "out.h5");
  CHECK((read.evidence.forward.absorbed_errors[2] == written.evidence.forward.absorbed_errors[2]).all());
  const Check &before = written.report.checks.back(), &after = read.report.checks.back();
  CHECK(after.bounds == Bounds{{"absorbed", 0.5}});
  CHECK(metric_value(after.metrics, "absorbed") == metric_value(before.metrics, "absorbed"));
  CHECK(metric_value(judge(read.evidence, problem.verification).checks.back().metrics, "absorbed") ==
        metric_value(before.metrics, "absorbed"));
  problem.verification.bounds = {{Comparison::reverse_forward, {{"absorbed", 0.5}}}};
  CHECK_THROWS_AS(run(problem), Error);
}
