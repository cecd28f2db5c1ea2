// SPDX-License-Identifier: MIT
// The same reversal in two ways: the forward solution's own log-differences on edges, and a table of its score.
#include "fokker/io/tables/score_table.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <numbers>

#include "fokker/process/langevin.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// The mixture of two normal laws on a line, with two reversals that differ only in where their score comes from.
Problem on_line() {
  return {.process = variance_preserving(0.1, 20, 1),
          .initial = vp_mixture(),
          .time = {.start = 1e-3, .end = 1, .snapshots = {1e-3, 0.5005, 1}, .steps = 100},
          .grid = line(-5, 5, 256),
          .reversals = {{.name = "forward"}, {.name = "table"}}};
}

/// The same from t = 0.
Problem on_line_from_0() {
  Problem problem = on_line();
  problem.time.start = 0;
  problem.time.snapshots = {0, 0.5, 1};
  return problem;
}

Problem on_plane() {
  return {.process = ornstein_uhlenbeck(Vector{{1, 1.5}}, Vector::Zero(2), Vector::Constant(2, std::numbers::sqrt2)),
          .initial = GaussianMixture({1.0}, {Vector{{1, -0.5}}}, {Matrix(0.25 * Matrix::Identity(2, 2))}),
          .time = {.end = 0.5, .snapshots = {0, 0.25, 0.5}, .steps = 20},
          .grid = Grid({uniform_axis("x", -5, 5, 40), uniform_axis("y", -4, 4, 32)}),
          .reversals = {{.name = "forward"}, {.name = "table"}}};
}

/// Writes the score to a file and reads it back.
std::shared_ptr<const ScoreTable> through_file(const Grid& grid, const Score& score, const std::vector<double>& times) {
  const auto file = std::filesystem::temp_directory_path() / ("fokker-score-" + std::to_string(::getpid()) + ".h5");
  write_score_table(file, grid, score, times);
  ScoreFile read = read_score_table(file, grid, {.trust = true});
  std::filesystem::remove(file);
  CHECK(read.notes.empty());
  return std::make_shared<const ScoreTable>(std::move(read.table));
}

/// Largest L1 distance, over the snapshots, of the reversals with the forward score and with its exported table.
double largest_difference(Problem problem) {
  const auto score = run(problem, {.keep_score = true}).forward_score;
  REQUIRE(score.has_value());
  problem.reversals[1].score = ScoreSource::table;
  problem.reversals[1].table = through_file(problem.grid, score->score, score->times);
  const Evidence evidence = run(problem).evidence;
  double worst = 0;
  for (std::size_t k = 0; k < evidence.times.size(); ++k) {
    const Array& one = evidence.reversals[0].solution.densities[k];
    const Array& two = evidence.reversals[1].solution.densities[k];
    if (one.isNaN().all() && two.isNaN().all()) continue;
    worst = std::max(worst, 2 * total_variation(problem.grid, one, two));
  }
  return worst;
}

}  // namespace

TEST_CASE("an exported score table gives the reversal of the forward score to 1e-10") {
  // the bound is the issue's; rounding of places and slopes leaves 1e-15 to 1e-13
  CHECK(largest_difference(on_line()) < 1e-10);
  Problem half = on_line();
  for (Reversal& reversal : half.reversals) reversal.alpha = 0.5;
  CHECK(largest_difference(half) < 1e-10);
  Problem adaptive = on_line();
  adaptive.time.steps.reset();
  adaptive.time.tolerance = 1e-4;
  CHECK(largest_difference(adaptive) < 1e-10);
  CHECK(largest_difference(on_plane()) < 1e-10);
  // a potential, which edges take from the cells beside the score
  Problem wells = on_line_from_0();
  wells.process = langevin(Expression::parse("(x^2-1)^2", {{"x"}, {}, true, {}}), 0.25);
  wells.grid = line(-3, 3, 256);
  CHECK(largest_difference(wells) < 1e-10);
}

TEST_CASE("both scores agree on a circle and from a point mass with empty cells too") {
  Problem circle = on_line();
  circle.grid = line(-5, 5, 256, Boundary::periodic);
  CHECK(largest_difference(circle) < 1e-10);
  Problem point = on_line_from_0();
  point.process = brownian(v1(0), m1(1));
  point.initial = normal(0, 0);
  CHECK(largest_difference(point) < 1e-10);
}

TEST_CASE("a table of the exact score brings the mixture back as the exact score does") {
  Problem problem = on_line();
  problem.reversals[0].score = ScoreSource::exact;
  const Score exact = exact_score(problem.process, *problem.initial.mixture, problem.time.initial);
  std::vector<double> times = spaced_times(1e-3, 1, 400, Spacing::geometric);
  problem.reversals[1].score = ScoreSource::table;
  problem.reversals[1].table = through_file(problem.grid, exact, times);
  const Evidence evidence = run(problem).evidence;
  const double difference = total_variation(problem.grid, evidence.reversals[0].solution.densities.front(),
                                            evidence.reversals[1].solution.densities.front());
  // linear in t between times that grow by 1.7 %, linear in x over h/2: second order in both
  CHECK(difference < 1e-3);
}

TEST_CASE("a score table with the sign turned or ten per cent too much is rejected by the checks") {
  Problem problem = on_line();
  const auto score = run(problem, {.keep_score = true}).forward_score;
  problem.reversals[1].score = ScoreSource::table;
  for (const double factor : {-1.0, 1.1}) {
    CAPTURE(factor);
    problem.reversals[1].table =
        std::make_shared<const ScoreTable>(tabulated(scaled(score->score, factor), problem.grid, score->times));
    const Report report = run(problem).report;
    CHECK_FALSE(report.passed);
    for (const Check& check : report.checks)
      if (text_of(check.comparison) == "reverse/forward|forward") CHECK(check.passed.value_or(false));
  }
}
