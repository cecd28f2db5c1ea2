// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::string* note_of_target(const Result& result) {
  const auto found = std::find_if(result.notes.begin(), result.notes.end(),
                                  [](const std::string& note) { return note.find("target.tv") == 0; });
  return found == result.notes.end() ? nullptr : &*found;
}

/// Largest total variation to the exact densities.
double true_error(const Evidence& evidence) {
  double largest = 0;
  for (std::size_t k = 0; k < evidence.times.size(); ++k)
    largest = std::max(largest, total_variation(evidence.grid, evidence.forward.densities[k], evidence.exact[k]));
  return largest;
}

Problem drifting(double tv) {
  return {.process = brownian(v1(0.5), m1(1)),
          .initial = normal(-0.3, 0.04),
          .time = {.end = 0.4, .snapshots = {0, 0.1, 0.2, 0.4}, .tolerance = 1e-4},
          .grid = line(-4, 4, 48),
          .target = Target{.tv = tv}};
}

const std::string file_text = R"(
schema = 1
[process]
kind = "ou"
theta = 1.0
sigma = 0.8
[initial]
kind = "gaussian"
mean = 0.5
std = 0.3
[time]
end = 0.5
snapshots = 3
[target]
tv = 5e-4
[[axis]]
name = "x"
[[reverse]]
name = "back"
)";

}  // namespace

TEST_CASE("cells and steps are chosen so that the estimated and the true error meet a target") {
  for (const double tv : {1e-3, 1e-5}) {
    const Result result = run(drifting(tv));
    CHECK(result.report.verdict() == Verdict::pass);
    REQUIRE(note_of_target(result));
    CHECK(note_of_target(result)->find("is met") != std::string::npos);
    const double error = true_error(result.evidence);
    CHECK(error < 1.2 * tv);  // an estimate "about" is within a fifth of the error here
    // the search aims at .6 of the target and goes on fourfold at most: second order, a sixteenth
    CHECK(error > tv / 40);
  }
  const Result coarse = run(drifting(0.1));
  CHECK(coarse.evidence.grid.cells() == 48);
}

TEST_CASE("each axis gets the cells that its own structure needs") {
  Matrix covariance = Matrix::Zero(2, 2);
  covariance(0, 0) = 0.04;
  covariance(1, 1) = 1.44;
  Problem problem{.process = brownian(Vector::Zero(2), Matrix(Matrix::Identity(2, 2) * 0.1)),
                  .initial = GaussianMixture({1.0}, {Vector::Zero(2)}, {covariance}),
                  .time = {.end = 0.2, .snapshots = {0, 0.1, 0.2}, .tolerance = 1e-4},
                  .grid = Grid({uniform_axis("x", -2, 2, 48), uniform_axis("y", -6, 6, 48)}),
                  .target = Target{.tv = 1e-4, .may_extrapolate = false}};
  problem.target->max_seconds = 1e3;
  for (const double a_round_takes : {0.0, 5.0}) {  // parts of long solves are found on half of the cells
    double seconds = 0;
    const auto clock = [&] { return seconds += a_round_takes; };
    const Result result = run(problem, {}, {.seconds = clock});
    CHECK(result.report.verdict() == Verdict::pass);
    // in cells per standard deviation x starts with 2.4 and y with 4.8, and y is smoother by far as time goes on
    CHECK(result.evidence.grid.axis(0).cells() > 1.5 * static_cast<double>(result.evidence.grid.axis(1).cells()));
  }
}

TEST_CASE("a limit that ends the search fails the run and is named with the largest part of the error") {
  Problem problem = drifting(1e-6);
  problem.target->max_cells = 100;
  problem.target->may_extrapolate = false;
  const Result result = run(problem);
  CHECK(result.report.verdict() == Verdict::fail);
  CHECK(result.evidence.grid.cells() <= 100);
  CHECK(result.evidence.grid.cells() > 48);
  REQUIRE(note_of_target(result));
  for (const char* part : {"is not met", "max_cells = 100", "the cells along x have the largest part"})
    CHECK(note_of_target(result)->find(part) != std::string::npos);

  problem.target->max_seconds = 5;
  double seconds = 0;
  const auto clock = [&] { return seconds += 2; };  // a round takes 2, the next one more
  const Result hasty = run(problem, {}, {.seconds = clock});
  CHECK(hasty.evidence.grid.cells() == 48);
  CHECK(note_of_target(hasty)->find("max_seconds = 5") != std::string::npos);
}

TEST_CASE("bounds on the estimated errors that the user gives go before those of the target") {
  Problem problem = drifting(1e-3);
  problem.verification.bounds[Comparison::forward_coarse] = {{"tv", 1e-9}};
  const Result result = run(problem);
  CHECK(result.report.verdict() == Verdict::fail);
  CHECK(note_of_target(result)->find("is met") != std::string::npos);
}

TEST_CASE("the problem that was chosen gives the same result without a search") {
  const ProblemFile file = parse_problem(file_text, "target.toml", ".");
  REQUIRE(file.problem->target);
  const Result result = run(file);
  CHECK(result.problem.find("[target]") == std::string::npos);
  for (const char* key : {"cells = ", "min = ", "max = "}) CHECK(result.problem.find(key) != std::string::npos);
  const ProblemFile chosen = parse_problem(result.problem, "chosen.toml", ".");
  CHECK_FALSE(chosen.problem->target);
  const Result again = run(chosen);
  CHECK(again.report.verdict() == Verdict::pass);
  CHECK(again.fingerprint == result.fingerprint);
  for (std::size_t k = 0; k < result.evidence.times.size(); ++k) {
    CHECK((again.evidence.forward.densities[k] == result.evidence.forward.densities[k]).all());
    CHECK((again.evidence.reversals[0].solution.densities[k] == result.evidence.reversals[0].solution.densities[k])
              .all());
  }
}

TEST_CASE("an accuracy that the file gives is kept") {
  const std::string strict = file_text + "[forward]\naccuracy = \"plain\"\n";
  CHECK_FALSE(parse_problem(strict, "target.toml", ".").problem->target->may_extrapolate);
  CHECK(parse_problem(file_text, "target.toml", ".").problem->target->may_extrapolate);
  CHECK_THROWS_WITH_AS(parse_problem(file_text + "[forward]\nerror_estimate = false\n", "target.toml", "."),
                       doctest::Contains("forward.error_estimate"), Error);
}

TEST_CASE("a free axis is widened until less than a tenth of the target lies beyond it") {
  Problem problem = drifting(1e-3);
  problem.grid = line(-1.5, 1.5, 48);
  problem.target->free_axes = {0};
  const Result result = run(problem);
  CHECK(result.report.verdict() == Verdict::pass);
  const Axis& axis = result.evidence.grid.axis(0);
  // at t = .4 N(-.1, .44): beyond 2.25 is 2e-4, beyond 3 is 1.5e-6, and more is taken by whole quarters of the length
  CHECK(axis.edges[0] < -2);
  CHECK(axis.edges[axis.cells()] > 2.25);
  CHECK(axis.edges[axis.cells()] < 6);
  problem.target->free_axes.clear();
  CHECK(run(problem).evidence.grid.axis(0).edges[0] == -1.5);
}

TEST_CASE("ends of axes are asked for where they cannot be found") {
  const auto refused = [](const std::string& axis, const std::string& rest) {
    std::string text = file_text;
    text.replace(text.find("name = \"x\""), 10, "name = \"x\"\n" + axis);
    try {
      parse_problem(text + rest, "target.toml", ".");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refused("", "") == "");
  CHECK(refused("boundary = \"absorbing\"", "").find("'axis.x.min': missing") != std::string::npos);
  CHECK(refused("max = 3.0", "").find("'axis.x.min': missing") != std::string::npos);
}

TEST_CASE("edges are taken in place of flows where they are nearer to the target") {
  const double c = 1.6 * std::sqrt(0.15);  // correlation .8
  const Grid grid({uniform_axis("x", -4, 4, 32), uniform_axis("y", -4, 4, 32)});
  Control control;
  double now = 0;
  bool edges = false;
  control.progress = [&](const Progress& progress) { edges = progress.stage.find("with edges") != std::string::npos; };
  control.seconds = [&] { return now += edges ? 2e-3 : 6e-3; };  // as measured on 32^2 cells: 2 and 6 ms
  Problem problem{.process = coupled_ornstein_uhlenbeck(Matrix{{1, 0.6}, {-0.4, 1.5}}, Vector::Zero(2),
                                                        Matrix{{1, 0}, {c, std::sqrt(0.6 - c * c)}}),
                  .initial = GaussianMixture({1.0}, {Vector{{1.5, -1}}}, {0.09 * Matrix::Identity(2, 2)}),
                  .time = {.end = 1, .snapshots = {0, 1}, .steps = 10},
                  .grid = grid,
                  .target = Target{.tv = 1e-3}};
  const Result free = run(problem, {}, control);
  CHECK(free.report.verdict() == Verdict::pass);
  CHECK(true_error(free.evidence) < 1e-3);
  CHECK(note_of_target(free)->find("flux scharfetter-gummel") != std::string::npos);
}

TEST_CASE("a drift that edges would smear is met on few cells, unless edges are asked for") {
  // drift against diffusion, cell Peclet number 2 v h / D = 40 on 48 cells
  Problem problem{.process = brownian(v1(1), m1(std::sqrt(8.0 / 48 / 20))),
                  .initial = normal(-1.5, 0.09),
                  .time = {.end = 2, .snapshots = {0, 1, 2}, .tolerance = 1e-4},
                  .grid = line(-4, 4, 48),
                  .target = Target{.tv = 1e-3, .max_cells = 400}};
  const Result free = run(problem);
  CHECK(free.report.verdict() == Verdict::pass);
  CHECK(true_error(free.evidence) < 1.2e-3);
  problem.forward.flux = Flux::scharfetter_gummel;
  const Result kept = run(problem);
  CHECK(note_of_target(kept)->find("flux semi-lagrangian") == std::string::npos);
  CHECK(kept.report.verdict() == Verdict::fail);
  CHECK(true_error(kept.evidence) > 1e-3);
}
