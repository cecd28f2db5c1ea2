// SPDX-License-Identifier: MIT
#include "fokker/problem/fingerprint.hpp"

#include <doctest/doctest.h>

#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Keys of the fields that a change of the smallest problem changes.
template <class Change>
std::vector<KeyPath> changed_by(const Change& change) {
  Problem problem = smallest_problem();
  problem.reversals.push_back({});
  problem.particles = ParticleRun{.count = 10};
  const Fingerprint before = fingerprint(CheckedProblem(problem));
  change(problem);
  std::vector<KeyPath> keys;
  for (const FieldDifference& field : differences(before, fingerprint(CheckedProblem(problem))))
    keys.push_back(field.key);
  return keys;
}

using Keys = std::vector<KeyPath>;

Score slope(double factor) {
  Score score;
  score.at = [factor](double) -> Field { return [factor](const PointsIn& x, PointsOut s) { s = -factor * x; }; };
  return score;
}

}  // namespace

TEST_CASE("a problem has the same fingerprint whenever it is checked, and title, text and bounds do not count") {
  CHECK(changed_by([](Problem&) {}).empty());
  CHECK(changed_by([](Problem& problem) {
          problem.title = "other";
          problem.text = "other";
          problem.verification.bounds[Comparison::forward_exact] = {{"tv", 1}};
        }).empty());
}

TEST_CASE("each field that the numbers depend on changes its own part of the fingerprint") {
  CHECK(changed_by([](Problem& p) { p.time.end = 2; }) == Keys{"time.end", "time.snapshots"});
  CHECK(changed_by([](Problem& p) { p.time.steps = 5; }) == Keys{"time.step_spacing", "time.steps", "time.tolerance"});
  CHECK(changed_by([](Problem& p) { p.initial = normal(0, 0.24); }) == Keys{"initial"});
  CHECK(changed_by([](Problem& p) { p.grid = line(-6, 6, 65); }) == Keys{"axis.x.cells", "axis.x.edges"});
  CHECK(changed_by([](Problem& p) { p.forward.stepper = Stepper::backward_euler; }) == Keys{"forward.stepper"});
  CHECK(changed_by([](Problem& p) { p.reversals[0].alpha = 0.5; }) == Keys{"reverse.reverse.alpha"});
  CHECK(changed_by([](Problem& p) { p.particles->seed = 2; }) == Keys{"particles.seed"});
  CHECK(changed_by([](Problem& p) { p.tag = "mine"; }) == Keys{"tag"});
}

TEST_CASE("callables are known by their values: one part in a million more drift is another process") {
  const auto with_drift = [](double mu) { return [mu](Problem& p) { p.process = brownian(v1(mu), m1(1)); }; };
  CHECK(changed_by(with_drift(0)).empty());
  CHECK(changed_by(with_drift(1e-6)) == Keys{"process.divergence_drift", "process.drift"});
  Problem one = smallest_problem(), two = one;
  one.reversals = {{.score = ScoreSource::given, .given = slope(1)}};
  two.reversals = {{.score = ScoreSource::given, .given = slope(1.05)}};
  const auto fields = differences(fingerprint(CheckedProblem(one)), fingerprint(CheckedProblem(two)));
  REQUIRE(fields.size() == 1);
  CHECK(fields[0].key == "reverse.reverse.score");
}
