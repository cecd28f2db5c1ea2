// SPDX-License-Identifier: MIT
// One exact mixture, stated in five ways.
#include <doctest/doctest.h>

#include "fokker/process/custom.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Problem on_line() {
  Problem problem{.process = variance_preserving(0.1, 20, 1),
                  .initial = vp_mixture(),
                  .time = {.start = 1e-2, .end = 1, .snapshots = {1e-2, 1}, .steps = 50},
                  .grid = line(-5, 5, 128)};
  problem.forward.error_estimate = false;
  return problem;
}

/// The exact score's table in a parameterization: score_form turned round.
std::shared_ptr<const ScoreTable> stated_in(const Problem& problem, const ScoreTable& scores,
                                            Parameterization parameterization, double factor = 1) {
  ScoreTable table = scores;
  for (std::size_t k = 0; k < table.times.size(); ++k) {
    const ScoreForm form = score_form(problem.process, parameterization, 0, table.times[k]);
    table.values[k] = factor * (table.values[k] - form.of_x * table.coordinates[0]) / form.of_value;
  }
  return std::make_shared<const ScoreTable>(std::move(table));
}

}  // namespace

TEST_CASE("tables of one score in five parameterizations give one density") {
  Problem problem = on_line();
  const Score exact = exact_score(problem.process, *problem.initial.mixture, 0);
  const ScoreTable scores = tabulated(exact, problem.grid, spaced_times(1e-2, 1, 100, Spacing::geometric));
  for (const double alpha : {1.0, 0.0})
    for (const auto& [parameterization, name] : EnumNames<Parameterization>::all)
      problem.reversals.push_back({.name = std::string(name) + (alpha > 0 ? "-1" : "-0"),
                                   .alpha = alpha,
                                   .score = ScoreSource::table,
                                   .table = stated_in(problem, scores, parameterization),
                                   .parameterization = parameterization});
  problem.reversals.push_back({.name = "wrong",
                               .score = ScoreSource::table,
                               .table = stated_in(problem, scores, Parameterization::noise, 1.05),
                               .parameterization = Parameterization::noise});
  const Evidence evidence = run(problem).evidence;
  const auto distance = [&](std::size_t a, std::size_t b) {
    return total_variation(problem.grid, evidence.reversals[a].solution.densities.front(),
                           evidence.reversals[b].solution.densities.front());
  };
  for (std::size_t k = 1; k < 5; ++k) {
    CAPTURE(k);
    CHECK(distance(0, k) < 1e-12);
    CHECK(distance(5, 5 + k) < 1e-12);
  }
  CHECK(distance(0, 10) > 1e-3);  // noise 5 % too large
}

TEST_CASE("callables are converted as tables are, and processes without a std are refused") {
  Problem problem = on_line();
  Score noise;
  noise.at = [](double t) -> Field {
    const NoiseLevel level = noise_levels(variance_preserving(0.1, 20, 1), 0)(t);
    return [level, field = exact_score(variance_preserving(0.1, 20, 1), vp_mixture(), 0).at(t)](const PointsIn& x,
                                                                                                PointsOut e) {
      field(x, e);
      e *= -level.std;
    };
  };
  problem.reversals = {
      {.name = "exact", .score = ScoreSource::exact},
      {.name = "noise", .score = ScoreSource::given, .given = noise, .parameterization = Parameterization::noise}};
  const Evidence evidence = run(problem).evidence;
  CHECK(total_variation(problem.grid, evidence.reversals[0].solution.densities.front(),
                        evidence.reversals[1].solution.densities.front()) < 1e-12);
  problem.process = brownian(v1(0.5), m1(1));
  const std::vector<Issue> issues = validate(problem);
  CHECK(
      std::any_of(issues.begin(), issues.end(), [](const Issue& issue) { return issue.key == "reverse.noise.score"; }));
}
