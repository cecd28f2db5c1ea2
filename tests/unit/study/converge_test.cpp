// SPDX-License-Identifier: MIT
#include "fokker/study/converge.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/process/langevin.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Problem ou_problem() {
  return {.process = ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.0))),
          .initial = normal(1, 0.25),
          .time = {.end = 0.5, .snapshots = {0, 0.5}, .steps = 20},
          .grid = line(-6, 6, 50),
          .forward = {.complete_above = never_carried},  // errors of plain edges have even powers of h alone
          .reversals = {{.name = "back"}}};
}

}  // namespace

TEST_CASE("convergence against the exact density is of second order, and the limit is better than the finest") {
  const ConvergenceReport report = converge(ou_problem(), 3);
  CHECK(report.cells == std::vector<std::vector<Eigen::Index>>{{50}, {100}, {200}});
  CHECK(report.steps == std::vector<long>{20, 40, 80});
  REQUIRE(report.solutions.size() == 2);
  CHECK(report.solutions[0].time == 0.5);
  CHECK(report.solutions[1].name == "reverse/back");
  CHECK(report.solutions[1].time == 0);
  for (const SolutionConvergence& solution : report.solutions) {
    CHECK(solution.reference == "exact");
    // asymptotic to (h / std)^2, 6 % on the middle level and 25 % on the first: log2(1.25 / 1.06) = 0.24
    CHECK(std::abs(solution.together.orders[1] - 2) < 0.1);
    CHECK(std::abs(solution.cells.orders[0] - 2) < 0.24);
    CHECK(std::abs(solution.steps.orders[0] - 2) < 0.24);
    CHECK(solution.limit_exact < 0.05 * solution.together.distances[2]);
    CHECK(solution.limit_error / solution.limit_exact < 10);
    CHECK(solution.limit_error / solution.limit_exact > 1. / 3);
  }
}

TEST_CASE("without an exact density errors are against the limit, whose own order is not known") {
  Problem problem = ou_problem();
  problem.process = langevin(Expression::parse("(x^2-1)^2", {{"x"}, {}}), 1);
  const ConvergenceReport report = converge(problem, 3);
  const SolutionConvergence& forward = report.solutions[0];
  CHECK(forward.reference == "limit");
  CHECK(std::isnan(forward.together.orders[1]));
  CHECK(std::isnan(forward.limit_exact));
  CHECK(forward.together.distances[0] > forward.together.distances[2]);
}

TEST_CASE("a problem with adaptive steps takes those of one adaptive solve; a message reports it") {
  Problem problem = ou_problem();
  problem.time.steps.reset();
  const ConvergenceReport report = converge(problem, 2);
  REQUIRE(report.notes.size() == 1);
  CHECK(report.notes[0].find("adaptive") != std::string::npos);
  CHECK(report.steps[1] == 2 * report.steps[0]);
  CHECK(std::isnan(report.solutions[0].limit_error));
}

TEST_CASE("one level has nothing to converge") { CHECK_THROWS_AS(converge(ou_problem(), 1), Error); }
