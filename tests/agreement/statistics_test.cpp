// SPDX-License-Identifier: MIT
// Tests of particles against densities: what they must find, and how often they may be wrong.
#include "unit/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "fokker/process/catalogue.hpp"
#include "fokker/sde/simulate.hpp"
#include "fokker/study/study.hpp"
#include "study/distortion.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Far from its centre, so that drift moves the mean. Heun's weak error at 40 steps (h^2 / 6 = 1e-4 of the mean) and
/// the grid's (1e-5) are below the standard errors of 1e6 particles (1e-3).
Problem drifting(Scheme scheme = Scheme::heun, std::size_t count = 1'000'000) {
  return {.process = ornstein_uhlenbeck(v1(1), v1(0), v1(std::numbers::sqrt2)),
          .initial = normal(2, 0.25),
          .time = {.end = 1, .snapshots = {0, 0.5, 1}, .steps = 200},
          .grid = line(-4, 6, 500),
          .particles = ParticleRun{.count = count, .scheme = scheme, .steps = scheme == Scheme::exact ? 1 : 40}};
}

Report report_of(const Distortion& wrong) { return run_distorted(drifting(), wrong).report; }

const Check& last_of_particles(const Report& report) {
  const Check& check = report.checks.back();
  REQUIRE(text_of(check.comparison) == "particles/forward|forward");
  return check;
}

/// Whether each test, in the order of `findings`, rejects by itself: Holm rejects whatever Bonferroni does.
std::vector<bool> rejections(const Report& report) {
  const Grid line({uniform_axis("x", 0, 1, 2)});
  std::vector<bool> rejected;
  for (const Finding& finding : findings(line, last_of_particles(report).metrics))
    rejected.push_back(finding.p * static_cast<double>(report.significance.tests) <= report.significance.false_alarm);
  return rejected;
}

/// The OU process from N(1, .25) by its transition law at t = 0, .5 and 1, against its exact cell averages.
class TrueRuns {
 public:
  TrueRuns() {
    for (const double t : evidence_.times) {
      const GaussianMixture law = marginal(process_, start_, 0, t);
      evidence_.forward.densities.push_back(
          cell_averages(evidence_.grid, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); }));
    }
  }

  Report operator()(std::uint64_t seed) {
    constexpr std::size_t count = 10'000;
    ParticleSolution particles;
    particles.name = "forward";
    particles.total = count;
    SimulateOptions options{.scheme = Scheme::exact, .seed = seed};
    options.observer = [&](std::size_t, const Ensemble& now, const Ensemble&) {
      const Histogram counts = histogram(evidence_.grid, now.positions, 1);
      const SampleMoments moments = sample_moments(now.positions);
      particles.counts.push_back(counts.counts);
      particles.outside.push_back(counts.outside);
      particles.means.push_back(moments.mean);
      particles.covariances.push_back(moments.covariance);
    };
    simulate(process_, evidence_.grid, {sample(start_, {count, seed, 1}), 0}, {evidence_.times, {true, true, true}},
             options);
    evidence_.particles = std::move(particles);
    return judge(evidence_, {});
  }

 private:
  static Vector v1(double value) { return Vector::Constant(1, value); }
  Process process_ = ornstein_uhlenbeck(v1(1), v1(0), v1(std::numbers::sqrt2));
  GaussianMixture start_{{1}, {v1(1)}, {Matrix::Constant(1, 1, .25)}};
  Evidence evidence_{Grid({uniform_axis("x", -6, 6, 120)}), {0, .5, 1}, {}, {}, {}, {}, {}};
};

/// How many of `runs` seeds raise an alarm, and how many p-values of each kind fall below 5 %.
struct Alarms {
  int at_one_in_a_million = 0;
  int at_five_percent = 0;  ///< family-wise
  int chi_square = 0, mean = 0, variance = 0;
};

Alarms alarms_of(std::uint64_t runs) {
  TrueRuns run;
  Alarms alarms;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    const Report report = run(seed);
    double least = 1;
    for (const Check& check : report.checks) least = std::min(least, check.finding->adjusted);
    alarms.at_one_in_a_million += report.significance.rejected > 0 ? 1 : 0;
    alarms.at_five_percent += least <= .05 ? 1 : 0;
    const Metrics& last = report.checks.back().metrics;
    alarms.chi_square += *last.p_value <= .05 ? 1 : 0;
    alarms.mean += std::abs(last.mean_z[0]) >= 1.959964 ? 1 : 0;
    alarms.variance += std::abs(last.covariance_z(0, 0)) >= 1.959964 ? 1 : 0;
  }
  MESSAGE(runs, " seeds: family-wise at 5 % ", alarms.at_five_percent, ", chi-square ", alarms.chi_square, ", mean ",
          alarms.mean, ", variance ", alarms.variance);
  return alarms;
}

}  // namespace

TEST_CASE("a million true particles are not rejected") {
  const Report report = report_of({});
  CHECK(report.significance.tests == 12);
  CHECK(report.significance.rejected == 0);
}

TEST_CASE("noise times 1.02 is rejected by chi-square, Kolmogorov-Smirnov and the variance, each for itself") {
  const Report report = report_of({.noise = 1.02});
  const std::vector<bool> rejected = rejections(report);
  CHECK(rejected[0]);
  CHECK(rejected[1]);
  CHECK(rejected[3]);
  CHECK(differs(last_of_particles(report), report.significance));
  CHECK(last_of_particles(report).passed == true);  // a total variation of .01, below the bound of .02
}

TEST_CASE("drift times 0.98 is rejected by every test, each for itself") {
  for (const bool rejects : rejections(report_of({.drift = .98}))) CHECK(rejects);
}

TEST_CASE("a distorted run with the exact scheme is refused") {
  const Problem problem = drifting(Scheme::exact, 100);
  CHECK_NOTHROW(run(problem));
  CHECK_THROWS(run_distorted(problem, {.noise = 1.02}));
}

TEST_CASE("a thousand seeds of the true process raise alarms at no more than the stated rate") {
  constexpr int runs = 1000;
  const Alarms alarms = alarms_of(runs);
  // the family-wise rate is a limit: of 1000 runs at 1e-6 one raises an alarm with probability 1e-3
  CHECK(alarms.at_one_in_a_million == 0);
  // binomial, false alarm 1e-6
  const double expected = .05 * runs, spread = kOneInAMillion * std::sqrt(.95 * expected);
  CHECK(alarms.at_five_percent <= expected + spread);
  // the three chi-squares alone reject in 1.2 % of the runs: none of 1000 would have probability 1e-5
  CHECK(alarms.at_five_percent > 0);
  for (const int each : {alarms.chi_square, alarms.mean, alarms.variance}) {
    CHECK(each <= expected + spread);
    CHECK(each >= expected - spread);
  }
}
