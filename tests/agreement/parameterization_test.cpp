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
    for (const auto& [parameterization, name] : EnumNames<Parameterization>::all) {
      if (parameterization == Parameterization::energy) continue;
      problem.reversals.push_back({.name = std::string(name) + (alpha > 0 ? "-1" : "-0"),
                                   .alpha = alpha,
                                   .score = ScoreSource::table,
                                   .table = stated_in(problem, scores, parameterization),
                                   .parameterization = parameterization});
    }
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

TEST_CASE("a table of log p gives the density of the score, second order in the distance of its nodes") {
  Problem problem = on_line();
  const auto energies = [&](Eigen::Index nodes, double factor) {
    ScoreTable table{spaced_times(1e-2, 1, 400, Spacing::geometric), {Array::LinSpaced(nodes, -5, 5)}, {}, {}};
    for (const double t : table.times)
      table.values.push_back(
          factor * marginal(problem.process, *problem.initial.mixture, 0, t).log_density(Points(table.coordinates[0])));
    return std::make_shared<const ScoreTable>(std::move(table));
  };
  problem.reversals = {{.name = "exact", .score = ScoreSource::exact}};
  for (const auto& [nodes, factor] : {std::pair<Eigen::Index, double>{101, 1.0}, {201, 1.0}, {201, 1.05}})
    problem.reversals.push_back({.name = "energy" + std::to_string(problem.reversals.size()),
                                 .score = ScoreSource::table,
                                 .table = energies(nodes, factor),
                                 .parameterization = Parameterization::energy});
  const Evidence evidence = run(problem).evidence;
  const auto distance = [&](std::size_t k) {
    return total_variation(problem.grid, evidence.reversals[0].solution.densities.front(),
                           evidence.reversals[k].solution.densities.front());
  };
  CAPTURE(distance(1));
  CAPTURE(distance(2));
  CHECK(distance(1) / distance(2) > 3.5);
  CHECK(distance(1) / distance(2) < 4.5);
  CHECK(distance(3) > 2 * distance(1));  // 5 % too large
}

TEST_CASE("energies of callables give the score of their gradient") {
  Problem problem = on_line();
  const Process vp = problem.process;
  Score energy;
  energy.at = [vp](double t) -> Field {
    return [law = marginal(vp, vp_mixture(), 0, t)](const PointsIn& x, PointsOut values) {
      values.col(0) = law.log_density(x);
    };
  };
  problem.reversals = {
      {.name = "exact", .score = ScoreSource::exact},
      {.name = "energy", .score = ScoreSource::given, .given = energy, .parameterization = Parameterization::energy}};
  const Evidence evidence = run(problem).evidence;
  // differences over 2e-3 cells of 0.08 leave 1e-9 of the third derivatives
  CHECK(total_variation(problem.grid, evidence.reversals[0].solution.densities.front(),
                        evidence.reversals[1].solution.densities.front()) < 1e-6);
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
