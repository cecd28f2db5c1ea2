// SPDX-License-Identifier: MIT
#include "fokker/study/score_error.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/io/json.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const Process vp = variance_preserving(0.1, 20, 1);

/// The exact score times `factor` std^power.
Score changed_score(double factor, double power = 0) {
  Score score = exact_score(vp, vp_mixture(), 0);
  score.at = [at = score.at, levels = noise_levels(vp, 0), factor, power](double t) -> Field {
    return [field = at(t), scale = factor * std::pow(levels(t).std, power)](const PointsIn& x, PointsOut s) {
      field(x, s);
      s *= scale;
    };
  };
  return score;
}

Problem on_line(Score score, Parameterization parameterization = Parameterization::score) {
  Problem problem{.process = vp,
                  .initial = vp_mixture(),
                  .time = {.start = 1e-2, .end = 1, .snapshots = {1e-2, 1}, .steps = 40},
                  .grid = line(-5, 5, 256)};
  problem.reversals = {
      {.name = "stated", .score = ScoreSource::given, .given = score, .parameterization = parameterization}};
  return problem;
}

std::string better(const Problem& problem) {
  const ScoreReport report = score_errors(problem, {.intervals = 16});
  return report.errors.at(0).better ? report.errors[0].better->name : "";
}

/// A score 5 % too large on N(0, 1), whose reversals stay normal.
Problem five_percent() {
  Problem problem = on_line(changed_score(1));
  problem.initial = normal(0, 1);
  problem.time = {.end = 1, .snapshots = {0, 1}, .steps = 400};
  problem.grid = line(-7, 7, 896);
  ScoreNetwork network;
  network.inputs = {NetworkInput::x};
  network.layers = {{m1(-1.05), v1(0)}};
  problem.reversals = {
      {.name = "large", .score = ScoreSource::network, .network = std::make_shared<ScoreNetwork>(network)}};
  problem.reversals[0].accuracy = Accuracy::extrapolated;
  return problem;
}

}  // namespace

TEST_CASE("a score 5 % too large on a normal law has the variance, KL and bound of the closed form") {
  // dV/dtau = beta (V + alpha^2 - (1 + alpha^2) 1.05 V), V(0) = 1, int beta dt = 10.05
  const ScoreReport report = score_errors(five_percent(), {.alphas = {1, 0}});
  CHECK(report.truth == "exact");
  REQUIRE(report.outcomes.size() == 2);
  const ScoreOutcome &noisy = report.outcomes[0], &flow = report.outcomes[1];
  // four digits: cells of 1/64 leave h^2/12 = 2e-5 of the densities' second derivative
  CHECK(noisy.covariance(0, 0) == relative(.90909235).epsilon(5e-5));
  CHECK(flow.covariance(0, 0) == relative(.60501623).epsilon(5e-5));
  REQUIRE(noisy.kl.has_value());
  REQUIRE(flow.kl.has_value());
  CHECK(*noisy.kl == relative(2.344831e-3).epsilon(2e-4));
  CHECK(*flow.kl == relative(7.517412e-2).epsilon(2e-4));
  REQUIRE(noisy.bound.has_value());
  CHECK(*noisy.bound == relative(1.256250e-2).epsilon(5e-5));
  CHECK(*noisy.kl < *noisy.bound);
  CHECK(*flow.kl > *noisy.bound);  // the bound does not hold for the probability flow
  CHECK_FALSE(flow.bound.has_value());
  CHECK_FALSE(report.errors[0].better.has_value());
}

TEST_CASE("a moving grid gives the errors, moments and distances of one at rest, in units of space") {
  Problem rest = on_line(changed_score(1.05));
  rest.initial = GaussianMixture({0.4, 0.6}, {v1(0.5), v1(1.5)}, {m1(0.04), m1(0.04)});
  rest.reversals[0].given = exact_score(vp, *rest.initial.mixture, 0);
  rest.reversals[0].given->at = [at = rest.reversals[0].given->at](double t) -> Field {
    return [field = at(t)](const PointsIn& x, PointsOut s) {
      field(x, s);
      s *= 1.05;
    };
  };
  rest.time.steps = 100;
  Problem moving = rest;
  moving.frame = marginal_frame(vp, *rest.initial.mixture, 0);
  const ScoreReport one = score_errors(rest, {.intervals = 16}), other = score_errors(moving, {.intervals = 16});
  REQUIRE(other.truth == "exact");
  const ScoreError &error = one.errors[0], &moved = other.errors[0];
  // sums over cells of other places; the densities differ by their discretization errors
  CHECK(moved.integral == relative(error.integral).epsilon(1e-3));
  for (std::size_t k = 0; k < error.times.size(); ++k) CHECK(moved.rate[k] == relative(error.rate[k]).epsilon(1e-2));
  CHECK(moved.residual[8] == relative(error.residual[8]).epsilon(1e-2));
  CHECK(other.outcomes[0].tv == relative(one.outcomes[0].tv).epsilon(2e-2));
  CHECK(other.outcomes[0].w1[0] == relative(one.outcomes[0].w1[0]).epsilon(2e-2));
  CHECK(other.outcomes[0].mean[0] == relative(one.outcomes[0].mean[0]).epsilon(1e-3));
  CHECK(other.outcomes[0].covariance(0, 0) == relative(one.outcomes[0].covariance(0, 0)).epsilon(2e-3));
  CHECK(other.outcomes[0].modes[0].truth == relative(one.outcomes[0].modes[0].truth).epsilon(1e-3));
}

TEST_CASE("a run examines networks and tables, without curl and residual, and says so nowhere else") {
  const Result result = run(five_percent());
  REQUIRE(result.scores.has_value());
  const ScoreReport study = score_errors(five_percent());
  CHECK(result.scores->errors.at(0).rate == study.errors.at(0).rate);
  CHECK(result.scores->errors[0].curl.empty());
  CHECK(result.scores->outcomes.at(0).tv == study.outcomes.at(0).tv);
  CHECK_FALSE(run(on_line(changed_score(1))).scores.has_value());  // a callable is examined by score_errors alone
  const ScoreMaps& maps = result.scores->errors[0].maps;
  REQUIRE(maps.times.size() == 9);
  for (std::size_t k = 0; k < 9; ++k) CHECK((maps.stated[k] - 1.05 * maps.truth[k]).abs().maxCoeff() < 1e-12);
}

TEST_CASE("the exact score has no error, and a problem without a stated score is refused") {
  const ScoreReport report = score_errors(on_line(changed_score(1)), {.intervals = 8});
  CHECK(report.errors[0].integral < 1e-20);
  CHECK(report.outcomes[0].modes.size() == 2);
  CHECK(report.outcomes[0].modes[0].truth == relative(0.4).epsilon(1e-3));  // the modes overlap a little
  CHECK(to_json(report).find("\"sparse_share\"") != std::string::npos);
  Problem none = on_line(changed_score(1));
  none.reversals = {{.name = "exact", .score = ScoreSource::exact}};
  CHECK_THROWS_AS(score_errors(none), Error);
}

TEST_CASE("a wrong sign, noise taken for the score and a missing 1/std are named") {
  CHECK(better(on_line(changed_score(-1))) == "the score with the other sign");
  CHECK(better(on_line(changed_score(-1, 1))) == "parameterization 'noise'");
  CHECK(better(on_line(changed_score(1, 1))) == "the score divided by std");
  CHECK(better(on_line(changed_score(1, -1))) == "the score times std");
  CHECK(better(on_line(changed_score(1, 1), Parameterization::noise)) == "the score with the other sign");
  CHECK(better(on_line(changed_score(1.05))).empty());
}

TEST_CASE("the denoising loss less its constant is the error of the score") {
  // the loss by quadrature over x0 and e, from its definition
  const double t = 0.3, beta = 0.1 + 19.9 * t;
  const NoiseLevel level = noise_levels(vp, 0)(t);
  Problem problem = on_line(changed_score(1.05));
  problem.time = {.start = t, .end = t + 1e-8, .snapshots = {t, t + 1e-8}, .steps = 1};
  problem.grid = line(-5, 5, 4096);
  const ScoreError error = score_errors(problem, {.intervals = 1}).errors[0];
  REQUIRE(error.constant.has_value());
  const int n = 800;
  double loss = 0;
  for (const auto& [weight, mean] : {std::pair{0.4, -1.0}, {0.6, 1.0}})
    for (int i = 0; i < n; ++i) {
      const double u = -8 + 16.0 * (i + 0.5) / n, x0 = mean + 0.2 * u;
      Points x(n, 1), s(n, 1);
      Array e(n);
      for (int j = 0; j < n; ++j) e[j] = -8 + 16.0 * (j + 0.5) / n;
      x.col(0) = level.signal * x0 + level.std * e;
      problem.reversals[0].given->at(t)(x, s);
      const Array part = (s.col(0) + e / level.std).square() * (-0.5 * e.square()).exp();
      loss += weight * part.sum() * std::exp(-0.5 * u * u) * 16 / n * 16 / n / (2 * 3.14159265358979323846);
    }
  CHECK((loss * beta - *error.constant / 1e-8) == relative(error.integral / 1e-8).epsilon(1e-4));
  // 1e-6 of the loss: the bound
  CHECK(loss * beta == relative(*error.denoising_loss / 1e-8).epsilon(1e-6));
}

TEST_CASE("curl and the residual of the score's equation have their values for linear scores") {
  // s = -c x + w (-y, x) on N(0, 1): d_t s = 0, and the gradient is beta (c^2 + w^2 - c) x
  Problem problem = five_percent();
  problem.process = variance_preserving(0.1, 20, 2);
  problem.initial = GaussianMixture({1.0}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)});
  problem.grid = Grid({uniform_axis("x", -5, 5, 48), uniform_axis("y", -5, 5, 48)});
  problem.time.steps = 4;
  const double c = 1.05, w = 0.2, beta = 20;
  ScoreNetwork network;
  network.dimension = 2;
  network.inputs = {NetworkInput::x};
  network.single = true;
  network.layers = {{Matrix{{-c, -w}, {w, -c}}, Vector::Zero(2)}};
  problem.reversals = {
      {.name = "turned", .score = ScoreSource::network, .network = std::make_shared<ScoreNetwork>(network)}};
  const ScoreError error = score_errors(problem, {.intervals = 8}).errors[0];
  CHECK(std::isnan(error.residual.front()));  // at the start there is no noise level to step from
  // 1e-6 of the mass is outside the box; cells of 10/48 leave h^2/12 of the second moment
  CHECK(error.curl.back() == relative(4 * w * w).epsilon(1e-5));
  const double square = std::pow(c * c + w * w - c, 2);
  CHECK(error.residual.back() == relative(beta * beta * square * 2 * (1 + 0.2083 * 0.2083 / 12)).epsilon(1e-3));
  const ScoreError exact = score_errors(on_line(changed_score(1)), {.intervals = 8}).errors[0];
  CHECK(exact.curl.back() == 0);
  CHECK(exact.residual[4] < 1e-6);
  CHECK(score_errors(on_line(changed_score(1.05)), {.intervals = 8}).errors[0].residual[4] > 1e-2);
}

TEST_CASE("the change of KL is what the score adds less what noise takes away") {
  Problem problem = five_percent();
  problem.time.snapshots.clear();
  for (int k = 0; k <= 80; ++k) problem.time.snapshots.push_back(k / 80.0);
  for (const double alpha : {1.0, 0.0}) {
    const ScoreOutcome outcome = score_errors(problem, {.alphas = {alpha}, .intervals = 1}).outcomes[0];
    CAPTURE(alpha);
    REQUIRE(outcome.kl_decay.has_value());
    CHECK(outcome.kl_in_time.size() == 81);
    CHECK(outcome.kl_in_time.back() == relative(*outcome.kl).epsilon(1e-12));
    // 80 intervals of the trapezoidal rule, whose rates change within a tenth of the time
    CHECK(*outcome.kl_injection - *outcome.kl_decay == relative(*outcome.kl).epsilon(0.01));
    CHECK(*outcome.kl_injection > 0);
    CHECK((alpha == 0 ? *outcome.kl_decay == 0 : *outcome.kl_decay > 0));
  }
}
