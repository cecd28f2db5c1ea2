// The bias of the time step that the report states, against the grid's density.
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "study/distortion.hpp"
#include "unit/statistics.hpp"

using namespace fokker;

namespace {

std::vector<Check> reversed_particles(const std::string& steps, const std::string& more = "particles.seed=1") {
  const Problem problem = read_problem(
      FOKKER_SOURCE_DIR "/examples/two_points.toml",
      {"particles.count=500000", "time.snapshots=4", "axis.x.cells=512", "particles.steps=" + steps, more});
  std::vector<Check> checks;
  for (const Check& check : run(problem).report.checks)
    if (check.comparison.starts_with("particles/reverse")) checks.push_back(check);
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
  for (const std::string steps : {"48", "96", "192"}) {
    const std::vector<Check> checks = reversed_particles(steps);
    REQUIRE(checks.size() == 4);
    std::vector<double> now;
    for (std::size_t k = 0; k < 3; ++k) {  // at the fourth, the end, they start
      const Metrics& m = checks[k].metrics;
      const Limit stated = limit(*m.step_chi2, *m.step_chi2_se), truth = limit(*m.chi2, *m.chi2_se);
      CAPTURE(steps);
      CAPTURE(checks[k].time);
      // the next order of the step is a tenth of the bias at 48 steps and stands in what is left
      if (steps != "48") CHECK(test::agrees(stated.tv, truth.tv, std::hypot(stated.se, truth.se)));
      CHECK(std::abs(stated.tv - truth.tv) < *m.rest_tv);
      // what is left of the distance when the bias is taken out is below a third of it, or noise
      CHECK(*m.rest_chi2 < *m.chi2 / 9 + 3 * *m.rest_chi2_se);
      // weak order 1, up to the next order, a fifth of the first at 48 steps, and the noise of both
      if (!before.empty()) CHECK(test::agrees(before[k] / stated.tv, 2.2, 0.06 + 2 * stated.se / stated.tv));
      now.push_back(stated.tv);
    }
    before = now;
  }
}

TEST_CASE("noise 5 % too large is left over when the bias of the step is taken out") {
  const Problem problem =
      read_problem(FOKKER_SOURCE_DIR "/examples/two_points.toml",
                   {"particles.count=500000", "time.snapshots=4", "axis.x.cells=512", "particles.steps=192"});
  bool seen = false;
  for (const Check& check : run_distorted(problem, {.noise = 1.05}).report.checks)
    if (check.metrics.rest_chi2) seen |= *check.metrics.rest_chi2 > 6 * *check.metrics.rest_chi2_se;
  CHECK(seen);
}
