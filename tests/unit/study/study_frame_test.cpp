// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/study/study.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// A narrow mixture that drifts and spreads, in the frame of its marginals.
Problem spreading() {
  const Process process = brownian(v1(3), m1(2));
  const GaussianMixture start({0.4, 0.6}, {v1(-0.3), v1(0.5)}, {m1(0.1 * 0.1), m1(0.2 * 0.2)});
  return {.process = process,
          .initial = start,
          .time = {.start = 0.05,
                   .end = 4,
                   .snapshots = spaced_times(0.05, 4, 5, Spacing::geometric),
                   .steps = 200,
                   .step_spacing = Spacing::geometric},
          .grid = line(-6, 6, 256),
          .reversals = {{.name = "forward-score"},
                        {.name = "exact-score", .score = ScoreSource::exact},
                        {.name = "elsewhere",
                         .score = ScoreSource::exact,
                         .start = ReverseStart::law,
                         .law = normal(12, 4 * 4)}},
          .particles = ParticleRun{.count = 100000,
                                   .steps = 400,
                                   .step_spacing = StepSpacing::geometric,
                                   .reverse = {"forward-score", "elsewhere"}},
          .frame = marginal_frame(process, start, 0)};
}

const Check& check_of(const Result& run, const std::string& comparison, double time) {
  for (const Check& check : run.report.checks)
    if (text_of(check.comparison) == comparison && check.time == time) return check;
  throw std::out_of_range(comparison);
}

}  // namespace

TEST_CASE("in a moving frame grid and particles agree with each other and with the exact marginals") {
  Problem problem = spreading();
  problem.verification.bounds = {{Comparison::forward_exact, {{"tv", 1e-3}}},
                                 {Comparison::reverse_forward, {{"tv", 2e-3}}},
                                 {Comparison::particles_reverse, {{"tv_upper", 2e-2}}}};
  const Result result = run(problem);
  REQUIRE(result.evidence.frames.size() == 5);
  CHECK(result.evidence.frames[4].centre[0] == relative(12.18).epsilon(1e-12));
  for (const Check& check : result.report.checks) {
    INFO(text_of(check.comparison), " at ", check.time, ": ", check.metrics.tv);
    if (!text_of(check.comparison).starts_with("reverse/elsewhere")) CHECK(check.passed.value());
  }
  // rounding
  CHECK(result.report.invariants.mass_error < 1e-13);
  CHECK(result.report.invariants.minimum >= 0);
}

TEST_CASE("means and distances of a moving frame are reported in units of space") {
  const Result result = run(spreading());
  // N(12, 16) against the mixture moved by 12 to a mean of 12.18 and spread by a variance of 16
  const Metrics& metrics = check_of(result, "reverse/elsewhere|exact", 4).metrics;
  // the box holds all but 1e-9 of the laws; differences of means are exact but for the start's 2nd order, h^2 s / 24
  CHECK(metrics.mean[0] == relative(-0.18).epsilon(1e-4));
  CHECK(metrics.w1[0] == relative(0.18).epsilon(0.02));
  const double mixture = 0.4 * (0.01 + 0.48 * 0.48) + 0.6 * (0.04 + 0.32 * 0.32);
  CHECK(metrics.covariance(0, 0) == relative(-mixture).epsilon(1e-3));
}

TEST_CASE("with a frame that stands still a run gives the densities of one without") {
  Problem problem = spreading();
  problem.grid = line(-20, 36, 256);
  problem.frame.reset();
  const Evidence plain = run(problem).evidence;
  const auto always = [](double value) { return [value](double) { return v1(value); }; };
  problem.frame = Frame{.centre = always(0), .scale = always(1), .centre_rate = always(0), .scale_rate = always(0)};
  const Evidence framed = run(problem).evidence;
  for (std::size_t k = 0; k < plain.times.size(); ++k) {
    // the exact marginal at the start is reached in one step here and in two there: rounding of its moments
    CHECK((plain.forward.densities[k] - framed.forward.densities[k]).abs().maxCoeff() < 1e-12);
    CHECK((plain.reversals[0].solution.densities[k] - framed.reversals[0].solution.densities[k]).abs().maxCoeff() <
          1e-9);
  }
}
