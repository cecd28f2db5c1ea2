// SPDX-License-Identifier: MIT
// Bridges as processes that grid, reversals and particles solve.
#include "study/bridged.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/process/catalogue.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/study/converge.hpp"
#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "study/distortion.hpp"
#include "support.hpp"
#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Brownian motion from N(-1, .5^2) to N(1.5, .8^2) within T = 1.
Problem between_gaussians(Eigen::Index cells, std::size_t particles = 0) {
  Problem problem{.process = brownian(v1(0), v1(1)),
                  .initial = normal(-1, .25),
                  .time = {.end = 1, .snapshots = {0, .25, .5, 1}, .steps = 100},
                  .grid = line(-6, 7, cells)};
  problem.tables.bridge = BridgeTable{.target = normal(1.5, .64), .steps = 100, .process = true};
  if (particles > 0) problem.particles = ParticleRun{.count = particles, .scheme = Scheme::heun, .steps = 100};
  return problem;
}

/// Ornstein-Uhlenbeck from 1, at -1 at t = 1.
Problem pinned() {
  Problem problem{.process = ornstein_uhlenbeck(v1(1), v1(0), v1(std::sqrt(2.))),
                  .initial = normal(1, 0),
                  .time = {.end = .75, .snapshots = {.25, .5, .75}, .steps = 100},
                  .grid = line(-4, 4, 128)};
  problem.tables.bridge = BridgeTable{.target = normal(-1, 0), .process = true, .end = 1.0};
  return problem;
}

double largest_tv(const Result& result, const std::string& comparison) {
  double tv = -1;
  for (const Check& check : result.report.checks)
    if (text_of(check.comparison) == comparison) tv = std::max(tv, check.metrics.tv);
  return tv;
}

double variance(const Result& result, std::size_t k) {
  return covariance(result.evidence.grid, result.evidence.forward.densities[k])(0, 0);
}

std::string refusal_of(const Problem& problem) {
  const Issue issue = only_error(problem);
  return issue.key + ": " + issue.found;
}

}  // namespace

TEST_CASE("the solve of a bridge approaches its marginals and the exact variances at second order") {
  const auto by_edges = [](Eigen::Index cells) {
    Problem problem = between_gaussians(cells);
    problem.forward.flux = Flux::scharfetter_gummel;  // automatic: 100 cells by remaps, 200 by edges
    return run(problem);
  };
  const Result coarse = by_edges(100), fine = by_edges(200);
  CHECK(largest_tv(fine, "forward|bridge") < 5e-3);
  CHECK(largest_tv(coarse, "forward|bridge") / largest_tv(fine, "forward|bridge") == relative(4).epsilon(.15));
  for (const auto& [k, exact] : {std::pair<std::size_t, double>(1, .420742158904), {2, .542656211872}, {3, .64}})
    CHECK((4 * variance(fine, k) - variance(coarse, k)) / 3 == relative(exact).epsilon(1e-3));
  CHECK(largest_tv(fine, "forward|coarse") == relative(largest_tv(fine, "forward|bridge")).epsilon(.3));
}

TEST_CASE("the marginals of a bridge are the laws asked for at both ends") {
  const Result result = run(between_gaussians(100));
  const BridgeResult& bridge = *result.generator->bridge;
  const Grid& grid = result.evidence.grid;
  CHECK(bridge.times == result.evidence.times);
  const auto asked = [&](double mean, double variance) {
    const Array p = averages(grid, normal(mean, variance));
    return Array(p / mass(grid, p));
  };
  CHECK(total_variation(grid, bridge.densities.front(), asked(-1, .25)) < 1e-10);
  CHECK(total_variation(grid, bridge.densities.back(), asked(1.5, .64)) < 1e-10);
  for (const Array& h : bridge.factors) CHECK((h > 0).all());
}

TEST_CASE("particles of a bridge agree with its densities; a drift 5 % off is rejected") {
  const Problem problem = between_gaussians(200, 50'000);
  const Result right = run_distorted(problem, {}), wrong = run_distorted(problem, {.drift = 1.05});
  CHECK(right.report.significance.tests > 0);
  CHECK(right.report.significance.rejected == 0);
  CHECK(wrong.report.significance.rejected > 0);
}

TEST_CASE("a bridge is reversed by the score of its own solution, with and without noise") {
  Problem problem = between_gaussians(200);
  problem.reversals = {{.name = "anderson"}, {.name = "flow", .alpha = 0}};
  const Result result = run(problem);
  CHECK(largest_tv(result, "reverse/anderson|forward") < 5e-3);
  CHECK(largest_tv(result, "reverse/flow|forward") < 5e-3);
  CHECK(result.report.verdict() == Verdict::pass);
}

TEST_CASE("a bridge to a point follows Doob's transform until shortly before it") {
  Problem problem = pinned();
  problem.forward.accuracy = Accuracy::extrapolated;
  const Result result = run(problem);
  for (const auto& [k, mean_, variance_] :
       {std::tuple<std::size_t, double, double>(1, .48477181457011, .35351790983186), {2, 0, .46211715726001}}) {
    CHECK(std::abs(mean(result.evidence.grid, result.evidence.forward.densities[k])[0] - mean_) < 1e-4);
    CHECK(variance(result, k) == relative(variance_).epsilon(1e-3));
  }
  CHECK(result.generator->scalars.empty());
}

TEST_CASE("a bridge in a potential of two axes is solved") {
  const auto gaussian = [](double x) {
    return GaussianMixture({1.0}, {Vector{{x, 0}}}, {Matrix(Vector{{.12, .3}}.asDiagonal())});
  };
  Problem problem{.process = langevin(formula("(x^2 - 1)^2 + y^2/2", {"x", "y"}), .5),
                  .initial = gaussian(-.8),
                  .time = {.end = 1, .snapshots = {0, .5, 1}, .steps = 30},
                  .grid = Grid({uniform_axis("x", -2.2, 2.2, 40), uniform_axis("y", -2.4, 2.4, 40)})};
  problem.tables.bridge = BridgeTable{.target = gaussian(.8), .steps = 30, .process = true};
  problem.forward.error_estimate = false;
  CHECK(largest_tv(run(problem), "forward|bridge") < 1.5e-2);
}

TEST_CASE("a problem is bridged once per grid, and tables are of its reference") {
  const CheckedProblem problem(between_gaussians(64));
  const Problem once = bridged(problem, {}), twice = bridged(once, {});
  REQUIRE(once.bridged->solved);
  CHECK(twice.bridged->solved == once.bridged->solved);
  CHECK(once.process.name == "bridge of brownian");
  CHECK(with_reference(once).process.name == "brownian");
  CHECK(fingerprint(once) == fingerprint(problem));
  Problem finer = once;
  finer.grid = line(-6, 7, 128);
  CHECK(bridged(finer, {}).bridged->solved != once.bridged->solved);
  const Problem plain = smallest_problem();
  CHECK_FALSE(bridged(plain, {}).bridged);
}

TEST_CASE("what a bridge cannot be combined with is refused by name") {
  const auto with = [](auto&& change) {
    Problem problem = between_gaussians(64);
    change(problem);
    return refusal_of(problem);
  };
  CHECK(with([](Problem& p) { p.grid = line(-6, 7, 64, Boundary::absorbing); }) ==
        "bridge.process: true with absorbing boundaries, which a bridge never meets");
  CHECK(with([](Problem& p) {
          p.tables.regions = {{"right", formula("x > 3")}};
        }) == "bridge.process: true with a [[region]], which a bridge never meets");
  CHECK(with([](Problem& p) { p.tables.thermodynamics = ThermodynamicsTable{}; }) ==
        "bridge.process: true with [thermodynamics], which is of the process itself");
  CHECK(with([](Problem& p) { p.target = Target{}; }) == "bridge.process: true with [target]");
  CHECK(with([](Problem& p) { p.time.steady = 1e-8; }) == "bridge.process: true with time.end = \"steady\"");
  CHECK(with([](Problem& p) { p.time.initial = -1; }) ==
        "bridge.process: true with time.start = 0 after time.initial = -1");
  CHECK(with([](Problem& p) { p.tables.bridge->target = normal(0, 0); }) == "bridge.end: 1 with a point as target");
  CHECK(with([](Problem& p) { p.tables.bridge->end = .5; }) == "bridge.end: 0.5");
  CHECK(with([](Problem& p) { p.reversals = {{.score = ScoreSource::exact}}; }).starts_with("reverse.reverse.score"));
  CHECK(with([](Problem& p) { p.particles = ParticleRun{.scheme = Scheme::exact}; }).starts_with("particles.scheme"));
}
