// The same reversal by two roads: the forward solution's own log-differences on edges, and a table of its score.
#include "fokker/io/tables/score_table.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const char* const line_problem = R"(
schema = 1
[process]
kind = "vp"
[initial]
kind = "mixture"
weights = [0.4, 0.6]
means = [-1.0, 1.0]
stds = [0.2, 0.2]
[time]
start = 1e-3
end = 1.0
snapshots = 3
steps = 100
[[axis]]
name = "x"
min = -5.0
max = 5.0
cells = 256
[[reverse]]
name = "forward"
[[reverse]]
name = "table"
)";

const char* const plane_problem = R"(
schema = 1
[process]
kind = "ou"
theta = [1.0, 1.5]
[initial]
kind = "gaussian"
mean = [1.0, -0.5]
std = 0.5
[time]
end = 0.5
snapshots = 3
steps = 20
[[axis]]
name = "x"
min = -5.0
max = 5.0
cells = 40
[[axis]]
name = "y"
min = -4.0
max = 4.0
cells = 32
[[reverse]]
name = "forward"
[[reverse]]
name = "table"
)";

/// Writes the score to a file and reads it back.
std::shared_ptr<const ScoreTable> through_file(const Grid& grid, const Score& score, const std::vector<double>& times) {
  const auto file = std::filesystem::temp_directory_path() / ("fokker-score-" + std::to_string(::getpid()) + ".h5");
  std::vector<std::string> notes;
  write_score_table(file, grid, score, times);
  auto table = std::make_shared<const ScoreTable>(read_score_table(file, grid, notes, {.trust = true}));
  std::filesystem::remove(file);
  CHECK(notes.empty());
  return table;
}

Problem with_table(const std::string& text, const std::vector<std::string>& overrides) {
  return parse_problem(text, "test.toml", ".", overrides);
}

/// Largest L1 distance, over the snapshots, of the reversals with the forward score and with its exported table.
double road_difference(const std::string& text, const std::vector<std::string>& overrides = {}) {
  Problem problem = with_table(text, overrides);
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
  CHECK(road_difference(line_problem) < 1e-10);
  CHECK(road_difference(line_problem, {"reverse.forward.alpha=0.5", "reverse.table.alpha=0.5"}) < 1e-10);
  CHECK(road_difference(line_problem, {"time.tolerance=1e-4"}) < 1e-10);
  CHECK(road_difference(plane_problem) < 1e-10);
  // a potential, which edges take from the cells beside the score
  CHECK(road_difference(line_problem, {"process={kind='langevin', potential='(x^2-1)^2', temperature=0.25}",
                                       "time.start=0", "axis.x.min=-3", "axis.x.max=3"}) < 1e-10);
}

TEST_CASE("the roads meet on a circle and from a point mass with empty cells too") {
  CHECK(road_difference(line_problem, {"axis.x.boundary='periodic'"}) < 1e-10);
  CHECK(road_difference(line_problem, {"process={kind='brownian'}", "initial={kind='delta', at=0.0}", "time.start=0"}) <
        1e-10);
}

TEST_CASE("a table of the exact score brings the mixture back as the exact score does") {
  Problem problem = with_table(line_problem, {"reverse.forward.score='exact'"});
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

TEST_CASE("a score table with the sign turned or ten per cent too much is rejected by the judge") {
  Problem problem = with_table(line_problem, {});
  const auto score = run(problem, {.keep_score = true}).forward_score;
  problem.reversals[1].score = ScoreSource::table;
  for (const double factor : {-1.0, 1.1}) {
    CAPTURE(factor);
    problem.reversals[1].table =
        std::make_shared<const ScoreTable>(tabulated(scaled(score->score, factor), problem.grid, score->times));
    const Report report = run(problem).report;
    CHECK_FALSE(report.passed);
    for (const Check& check : report.checks)
      if (check.comparison == "reverse/forward|forward") CHECK(check.passed.value_or(false));
  }
}
