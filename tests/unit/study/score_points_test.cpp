// SPDX-License-Identifier: MIT
#include "fokker/study/score_points.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/study/score_error.hpp"
#include "problem/stated_score.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Two axes, fixed steps, edges alone; the score is that of a small network.
Problem on_plane() {
  const Vector left = Eigen::Vector2d(-1, 0), right = Eigen::Vector2d(1, 0.5);
  Problem problem{.process = variance_preserving(0.1, 20, 2),
                  .initial = GaussianMixture({0.5, 0.5}, {left, right},
                                             {0.1 * Matrix::Identity(2, 2), 0.1 * Matrix::Identity(2, 2)}),
                  .time = {.start = 2e-2, .end = 1, .snapshots = {2e-2, 0.5, 1}, .steps = 12},
                  .grid = Grid({uniform_axis("x", -4, 4, 48), uniform_axis("y", -4, 4, 48)})};
  ScoreNetwork network;
  network.dimension = 2;
  network.inputs = {NetworkInput::x, NetworkInput::t, NetworkInput::log_std};
  Matrix first(3, 4), last(2, 3);
  first << 0.3, -0.2, 0.5, 0.1, -0.4, 0.6, 0.2, 0.3, 0.7, 0.1, -0.3, 0.2;
  last << -0.8, 0.1, -0.4, 0.2, -0.9, 0.3;
  network.layers = {{first, Vector::Constant(3, 0.1)}, {last, Vector::Zero(2)}};
  network.parameterization = Parameterization::noise;
  problem.reversals = {{.name = "network",
                        .score = ScoreSource::network,
                        .network = std::make_shared<const ScoreNetwork>(network),
                        .parameterization = Parameterization::noise,
                        .flux = Flux::scharfetter_gummel}};
  return problem;
}

Reversal answered(const Reversal& network, const ScoreAnswers& answers) {
  Reversal reversal = network;
  reversal.name = "answered";
  reversal.score = ScoreSource::answers;
  reversal.network = nullptr;
  reversal.answers = std::make_shared<const ScoreAnswers>(answers);
  return reversal;
}

/// The network's own values at the points that are asked for.
ScoreAnswers filled(const Problem& problem, bool also_examined) {
  Problem asking = problem;
  asking.reversals[0] = answered(problem.reversals[0], {});
  ScoreAnswers answers;
  answers.queries = score_queries(asking, also_examined);
  const Score values = network_values(*problem.reversals[0].network, problem.process, problem.time.initial);
  for (const ScoreQuery& query : answers.queries) {
    answers.values.emplace_back();
    for (const double t : query.times) {
      Points at(query.points.rows(), 2);
      values.at(t)(query.points, at);
      answers.values.back().push_back(Points(at.transpose()).reshaped());
    }
  }
  return answers;
}

bool names(const Problem& problem, const std::string& key) {
  const std::vector<Issue> issues = validate(problem);
  return std::any_of(issues.begin(), issues.end(),
                     [&](const Issue& issue) { return issue.severity == Severity::error && issue.key == key; });
}

}  // namespace

TEST_CASE("answers filled by the network give its density and error estimate bit for bit") {
  Problem problem = on_plane();
  problem.reversals.push_back(answered(problem.reversals[0], filled(problem, false)));
  const Evidence evidence = run(problem).evidence;
  const GridSolution &network = evidence.reversals[0].solution, &answers = evidence.reversals[1].solution;
  for (std::size_t k = 0; k < evidence.times.size(); ++k) CHECK((network.densities[k] == answers.densities[k]).all());
  REQUIRE(network.errors.size() == answers.errors.size());
  for (std::size_t k = 0; k < network.errors.size(); ++k)
    CHECK((network.errors[k] == answers.errors[k] || network.errors[k].isNaN()).all());
}

TEST_CASE("points for the examination serve fokker score, too") {
  Problem problem = on_plane();
  problem.reversals.push_back(answered(problem.reversals[0], filled(problem, true)));
  const ScoreReport report = score_errors(problem);
  REQUIRE(report.errors.size() == 2);
  CHECK(report.errors[0].rate == report.errors[1].rate);
  CHECK(report.errors[1].curl.empty());
  CHECK(report.outcomes[0].tv == report.outcomes[1].tv);
}

TEST_CASE("solves whose points depend on the score are refused, and so is a problem that asks nothing") {
  CHECK_THROWS_AS(score_queries(on_plane()), Error);
  Problem problem = on_plane();
  problem.reversals[0] = answered(problem.reversals[0], {});
  CHECK(validate(problem).empty());
  Problem adaptive = problem;
  adaptive.time.steps.reset();
  CHECK(names(adaptive, "reverse.answered.score"));
  Problem remapped = problem;
  remapped.reversals[0].flux = Flux::automatic;
  CHECK(names(remapped, "reverse.answered.flux"));
  Problem energies = problem;
  energies.reversals[0].parameterization = Parameterization::energy;
  CHECK(names(energies, "reverse.answered.score.parameterization"));
  Problem particles = problem;
  particles.particles = ParticleRun{.count = 100, .reverse = {"answered"}};
  CHECK(names(particles, "particles.reverse"));
}
