// SPDX-License-Identifier: MIT
// Problems at the corners of what is legal.
#include <doctest/doctest.h>

#include <numbers>

#include "fokker/core/error.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Problem problem_of(Process process, TimeSpan time, std::vector<Reversal> reversals = {},
                   Law initial = normal(0.3, 0.3 * 0.3)) {
  return {.process = std::move(process),
          .initial = std::move(initial),
          .time = std::move(time),
          .grid = line(-4, 4, 64),
          .reversals = std::move(reversals)};
}

Process standard_ou() { return ornstein_uhlenbeck(v1(1), v1(0), v1(std::numbers::sqrt2)); }
const Reversal probability_flow{.name = "flow", .alpha = 0};

}  // namespace

TEST_CASE("where forward and reversal are carried, a score made again from few densities gives the same bits") {
  Problem problem =
      problem_of(standard_ou(), {.end = 0.5, .snapshots = {0, 0.25, 0.5}, .tolerance = 1e-5}, {probability_flow});
  problem.forward.flux = Flux::semi_lagrangian;
  constexpr double bytes_of_a_density = 64 * 8;
  Control control;
  for (const int threads : {1, 2}) {
    control.threads = threads;
    const Evidence whole = run(problem, {}, control).evidence;
    const Evidence again = run(problem, {32 * bytes_of_a_density}, control).evidence;
    for (std::size_t k = 0; k < 3; ++k)
      CHECK((again.reversals[0].solution.densities[k] == whole.reversals[0].solution.densities[k]).all());
  }
}

TEST_CASE("a probability flow ends at t = 0 where coefficients are not known before") {
  for (const Process& process : {edm(1), sub_variance_preserving(0.1, 20, 1), rectified_flow(1)}) {
    CAPTURE(process.name);
    const TimeSpan time{.end = 0.3, .snapshots = spaced_times(0, 0.3, 5, Spacing::uniform)};
    const Result result = run(problem_of(process, time, {probability_flow}));
    CHECK(result.evidence.reversals[0].solution.densities[0].allFinite());
    CHECK(result.report.passed);
  }
}

TEST_CASE("times may be negative") {
  const TimeSpan time{.initial = -2, .start = -2, .end = -0.5, .snapshots = {-2, -1.25, -0.5}, .steps = 240};
  Problem problem = problem_of(standard_ou(), time, {probability_flow, {.name = "back"}});
  problem.grid = line(-4, 4, 128);
  const Result result = run(problem);
  CHECK(result.report.checks.size() == 23);
  CHECK(result.report.passed);
}

TEST_CASE("boundaries through which nothing comes in need no edges that let it in") {
  // the density does not depend on y, so that the flow stands still along it
  const Axis x = line(-4, 4, 64, Boundary::absorbing).axis(0);
  const Problem problem{.process = brownian(Vector::Zero(2), Vector::Ones(2)),
                        .initial = uniform_law(Vector{{-0.5, -1}}, Vector{{0.5, 1}}),
                        .time = {.end = 0.2, .snapshots = {0, 0.1, 0.2}, .steps = 40},
                        .grid = Grid({x, uniform_axis("y", -1, 1, 8)}),
                        .reversals = {probability_flow}};
  const Result result = run(problem);
  CHECK(result.evidence.reversals[0].solution.densities[0].allFinite());
}

TEST_CASE("adaptive steps from a point mass with an exact score end the reversal at the first step") {
  const Result result = run(problem_of(brownian(v1(0), m1(1)), {.end = 0.5, .snapshots = {0, 0.5}},
                                       {{.name = "a", .score = ScoreSource::exact}}, normal(0.0625, 0)));
  REQUIRE(result.notes.size() >= 1);
  CHECK(result.notes[0].find("point mass") != std::string::npos);
  CHECK(result.report.passed);
}

TEST_CASE("the estimate counts the times of many steps") {
  const Estimate estimated = estimate(problem_of(standard_ou(), {.end = 1, .steps = 3000000000}));
  CHECK(estimated.memory_bytes > 3e9 * 16);
}

TEST_CASE(
    "within boundaries that absorb or are periodic the marginals of unbounded space are neither compared nor scores") {
  for (const Boundary boundary : {Boundary::periodic, Boundary::absorbing}) {
    Problem problem = problem_of(brownian(v1(4), m1(1)), {.end = 1, .snapshots = {0, 0.5, 1}, .steps = 50});
    problem.grid = line(-4, 4, 64, boundary);
    for (const Check& check : run(problem).report.checks) CHECK(text_of(check.comparison) != "forward|exact");
    problem.reversals = {{.name = "a", .score = ScoreSource::exact}};
    CHECK_THROWS_WITH_AS(run(problem),
                         doctest::Contains("within boundaries that absorb, are periodic or hold back mass"), Error);
  }
}
