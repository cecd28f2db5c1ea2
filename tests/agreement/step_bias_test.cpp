// SPDX-License-Identifier: MIT
// The bias of the time step that the report states, against the grid's density.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/study/study.hpp"
#include "study/distortion.hpp"
#include "support.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// The process of examples/two_points.toml: two points drift and diffuse until they merge, and are separated again.
Problem two_points(long steps) {
  return {.process = brownian(v1(0.5), m1(0.25)),
          .initial = GaussianMixture({0.4, 0.6}, {v1(-0.3), v1(0.5)}, {m1(0), m1(0)}),
          .time = {.start = 0.05,
                   .end = 2,
                   .snapshots = spaced_times(0.05, 2, 4, Spacing::geometric),
                   .steps = 400,
                   .step_spacing = Spacing::geometric},
          .grid = line(-2, 4, 512),
          .reversals = {{.name = "anderson"}},
          .particles = ParticleRun{.count = 500'000,
                                   .steps = steps,
                                   .step_spacing = StepSpacing::geometric,
                                   .seed = 1,
                                   .reverse = {"anderson"}}};
}

std::vector<Check> reversed_particles(long steps) {
  std::vector<Check> checks;
  for (const Check& check : run(two_points(steps)).report.checks)
    if (text_of(check.comparison).starts_with("particles/reverse")) checks.push_back(check);
  return checks;
}

/// 1/2 sqrt of a chi-square distance, and its standard error.
struct Limit {
  double tv, se;
};
Limit limit(double chi2, double se) {
  const double tv = 0.5 * std::sqrt(chi2);
  return {tv, se / (8 * tv)};
}

}  // namespace

TEST_CASE("the stated bias of the step halves with the step and covers the distance to the grid's density") {
  std::vector<double> before;
  for (const long steps : {48, 96, 192}) {
    const std::vector<Check> checks = reversed_particles(steps);
    REQUIRE(checks.size() == 4);
    std::vector<double> now;
    for (std::size_t k = 0; k < 3; ++k) {  // at the fourth, the end, they start
      const Metrics& m = checks[k].metrics;
      const Limit stated = limit(*m.step_chi2, *m.step_chi2_se), truth = limit(*m.chi2, *m.chi2_se);
      CAPTURE(steps);
      CAPTURE(checks[k].time);
      // the next order of the step is a tenth of the bias at 48 steps and stands in what is left
      if (steps != 48) CHECK(agrees(stated.tv, truth.tv, std::hypot(stated.se, truth.se)));
      CHECK(std::abs(stated.tv - truth.tv) < *m.rest_tv);
      // what is left of the distance when the bias is taken out is below a third of it, or noise
      CHECK(*m.rest_chi2 < *m.chi2 / 9 + 3 * *m.rest_chi2_se);
      // weak order 1, up to the next order, a fifth of the first at 48 steps, and the noise of both
      if (!before.empty()) CHECK(agrees(before[k] / stated.tv, 2.2, 0.06 + 2 * stated.se / stated.tv));
      now.push_back(stated.tv);
    }
    before = now;
  }
}

TEST_CASE("noise 5 % too large is left over when the bias of the step is taken out") {
  bool seen = false;
  for (const Check& check : run_distorted(two_points(192), {.noise = 1.05}).report.checks)
    if (check.metrics.rest_chi2) seen |= *check.metrics.rest_chi2 > 6 * *check.metrics.rest_chi2_se;
  CHECK(seen);
}
