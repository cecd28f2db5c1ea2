// SPDX-License-Identifier: MIT
#include "fokker/verify/report.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "relative.hpp"

using namespace fokker;

namespace {

/// Two snapshots on two cells of width 1; every density uniform, every particle count as expected.
Evidence perfect_evidence(Boundary upper = Boundary::reflecting) {
  const Grid grid({uniform_axis("x", 0, 2, 2, {Boundary::reflecting, upper})});
  const std::vector<Array> densities(2, Array::Constant(2, 0.5));
  Evidence evidence{grid, {0.5, 1.0}, {}, densities, {}, {}, {}};
  evidence.forward.densities = densities;
  ReverseSolution reverse{"anderson", 1, true, 3, {}};
  reverse.solution.densities = densities;
  evidence.reversals = {reverse};
  ParticleSolution particles{"forward",
                             {2, Array::Constant(2, 5000)},
                             {0, 0},
                             {2, Vector::Constant(1, 1)},
                             {2, Matrix::Constant(1, 1, 1.0 / 3)},
                             10'000};
  particles.coarse = {2, {Array::Constant(2, 5000), 0, Array::Constant(2, 5000), 0}};
  evidence.particles = particles;
  particles.name = "anderson";
  evidence.particle_reversals = {particles};
  return evidence;
}

std::vector<Check> rows(const Report& report, const std::string& name) {
  std::vector<Check> found;
  std::copy_if(report.checks.begin(), report.checks.end(), std::back_inserter(found),
               [&](const Check& check) { return text_of(check.comparison) == name; });
  return found;
}

}  // namespace

TEST_CASE("perfect evidence passes, in rows named as the contract says, one per snapshot") {
  const Report report = judge(perfect_evidence(), {});
  CHECK(report.passed);
  std::vector<std::string> names;
  for (const Check& check : report.checks) names.push_back(text_of(check.comparison));
  CHECK(names == std::vector<std::string>{"forward|exact", "forward|exact", "reverse/anderson|forward",
                                          "reverse/anderson|forward", "reverse/anderson|exact",
                                          "reverse/anderson|exact", "particles/forward|forward",
                                          "particles/forward|forward", "particles/reverse/anderson|reverse/anderson",
                                          "particles/reverse/anderson|reverse/anderson"});
  for (const Check& check : report.checks) CHECK(check.passed == true);
  CHECK(rows(report, "forward|exact")[1].time == 1.0);
  CHECK(rows(report, "forward|exact")[0].bounds == Bounds{{"tv", 1e-2}});
  CHECK(rows(report, "particles/forward|forward")[0].bounds == Bounds{{"tv_upper", 2e-2}});
}

TEST_CASE("each comparison fails alone when its own input is wrong") {
  const Array wrong{{0.52, 0.48}};
  Evidence evidence = perfect_evidence();
  evidence.reversals[0].solution.densities[1] = wrong;
  const Report report = judge(evidence, {});
  CHECK_FALSE(report.passed);
  CHECK(rows(report, "forward|exact")[1].passed == true);
  CHECK(rows(report, "reverse/anderson|forward")[0].passed == true);
  CHECK(rows(report, "reverse/anderson|forward")[1].passed == false);
  CHECK(rows(report, "reverse/anderson|exact")[1].passed == false);
  CHECK(rows(report, "particles/forward|forward")[1].passed == true);
  CHECK(rows(report, "particles/reverse/anderson|reverse/anderson")[1].passed == false);
}

TEST_CASE("exact rows exist only where the closed form does, particle rows only with particles") {
  Evidence evidence = perfect_evidence();
  evidence.exact.clear();
  evidence.particles.reset();
  evidence.particle_reversals.clear();
  const Report report = judge(evidence, {});
  CHECK(report.checks.size() == 2);
  CHECK(text_of(report.checks[0].comparison) == "reverse/anderson|forward");
}

TEST_CASE("a reversal with another start is compared but checked only by bounds given") {
  Evidence evidence = perfect_evidence();
  evidence.reversals[0].starts_from_forward = false;
  evidence.reversals[0].solution.densities.assign(2, Array{{0.6, 0.4}});
  evidence.particle_reversals[0].counts.assign(2, Array{{6000, 4000}});
  const Report report = judge(evidence, {});
  CHECK(report.passed);
  CHECK_FALSE(rows(report, "reverse/anderson|forward")[0].passed.has_value());
  CHECK_FALSE(rows(report, "reverse/anderson|exact")[0].passed.has_value());
  CHECK(rows(report, "reverse/anderson|forward")[0].metrics.tv == relative(0.1).epsilon(1e-14));
  CHECK(rows(report, "particles/reverse/anderson|reverse/anderson")[0].passed == true);
  const Report bounded = judge(evidence, {{{Comparison::reverse_forward, {{"tv", 0.05}}}}});
  CHECK_FALSE(bounded.passed);
  CHECK(rows(bounded, "reverse/anderson|forward")[0].passed == false);
  CHECK_FALSE(rows(bounded, "reverse/anderson|exact")[0].passed.has_value());
}

TEST_CASE("given bounds replace the defaults, all must hold, and p_value is a lower one") {
  Evidence evidence = perfect_evidence();
  evidence.forward.densities[0] = Array{{0.51, 0.49}};
  const auto passed = [&](const Bounds& bounds) {
    return *rows(judge(evidence, {{{Comparison::forward_exact, bounds}}}), "forward|exact")[0].passed;
  };
  CHECK(passed({{"tv", 0.011}}));
  CHECK_FALSE(passed({{"tv", 0.009}}));
  CHECK(passed({{"linf", 0.03}}));
  CHECK_FALSE(passed({{"tv", 0.011}, {"w1", 0.009}}));
  CHECK(passed({{"mean", 0.011}}));
  CHECK_FALSE(passed({{"mean", 0.009}}));
  const auto particles = [&](double p_value) {
    return *rows(judge(evidence, {{{Comparison::particles, {{"p_value", p_value}}}}}), "particles/forward|forward")[0]
                .passed;
  };
  // 100 counts off in each cell of 5000: chi-square 4 with one degree of freedom, p = .0455
  CHECK(particles(0.04));
  CHECK_FALSE(particles(0.05));
}

TEST_CASE("a metric that is infinite, undefined or absent holds no bound") {
  Evidence evidence = perfect_evidence();
  evidence.forward.densities[0] = Array{{1.0, 0.0}};
  evidence.forward.densities[1] = Array{{std::numeric_limits<double>::quiet_NaN(), 0.5}};
  const auto checks = [&](const Bounds& bounds) {
    return rows(judge(evidence, {{{Comparison::forward_exact, bounds}}}), "forward|exact");
  };
  CHECK(checks({{"kl", 1e9}})[0].passed == false);
  CHECK(checks({{"tv", 1e9}})[1].passed == false);
  CHECK(checks({{"tv_upper", 1e9}})[0].passed == false);
}

TEST_CASE("every bound name has a value, and the five comparisons their names in the problem file") {
  const Report report = judge(perfect_evidence(), {});
  const Metrics metrics = rows(report, "particles/forward|forward")[0].metrics;
  for (const std::string& name : bound_names())
    CHECK(metric_value(metrics, name).has_value() == !find_metric(name)->of_estimates);
  CHECK(name_of(Comparison::forward_exact) == "forward_exact");
  CHECK(name_of(Comparison::reverse_forward) == "reverse_forward");
  CHECK(name_of(Comparison::reverse_exact) == "reverse_exact");
  CHECK(name_of(Comparison::particles) == "particles");
  CHECK(name_of(Comparison::particles_reverse) == "particles_reverse");
}

TEST_CASE("invariants are the worst over all snapshots of all solves") {
  Evidence evidence = perfect_evidence();
  evidence.reversals[0].solution.densities[0] = Array{{0.6, 0.5}};
  evidence.reversals[0].solution.statistics.limited_mass = 1e-9;
  evidence.forward.densities[1] = Array{{-0.1, 1.1}};
  evidence.forward.outside_mass = 1e-7;
  const Invariants invariants = judge(evidence, {}).invariants;
  CHECK(invariants.mass_error == relative(0.1).epsilon(1e-14));
  CHECK(invariants.minimum == -0.1);
  CHECK(invariants.limited_mass == 1e-9);
  CHECK(invariants.score_cells == 3);
  CHECK(invariants.outside_mass == 1e-7);
}

TEST_CASE(
    "under an absorbing boundary each snapshot and what went through the boundaries until then give the starting "
    "mass") {
  Evidence evidence = perfect_evidence(Boundary::absorbing);
  evidence.reversals.clear();
  evidence.particle_reversals.clear();
  evidence.forward.densities[1] = Array{{0.4, 0.3}};
  evidence.forward.absorbed = {Array{{0.0, 0.0}}, Array{{0.0, 0.3}}};
  CHECK(judge(evidence, {}).invariants.mass_error < 1e-15);
  evidence.forward.absorbed[1] = Array{{0.1, 0.15}};
  CHECK(judge(evidence, {}).invariants.mass_error == relative(0.05).epsilon(1e-12));
}

TEST_CASE("the ledger of a reversal starts at the last snapshot") {
  Evidence evidence = perfect_evidence(Boundary::absorbing);
  ReverseSolution& reverse = evidence.reversals[0];
  reverse.solution.densities = {Array{{0.3, 0.3}}, Array{{0.5, 0.5}}};
  reverse.solution.absorbed = {Array{{0.0, 0.4}}, Array{{0.0, 0.0}}};
  CHECK(judge(evidence, {}).invariants.mass_error < 1e-15);
}

TEST_CASE("of a reversal that is fed through boundaries, what is moved is relative to what came in") {
  Evidence evidence = perfect_evidence(Boundary::absorbing);
  GridSolution& solution = evidence.reversals[0].solution;
  solution.starting_mass = 1e-18;
  solution.densities = {Array{{0.6, 0.5}}, Array{{1e-18, 0}}};
  solution.absorbed = {Array{{-0.5, -0.5}}, Array{{0.0, 0.0}}};
  solution.statistics.limited_mass = 1e-3;
  const Invariants invariants = judge(evidence, {}).invariants;
  CHECK(invariants.mass_error == relative(0.1).epsilon(1e-14));
  CHECK(invariants.limited_mass == relative(1e-3).epsilon(1e-14));
}

TEST_CASE("an error bar is the largest over the snapshots that were reached") {
  Evidence evidence = perfect_evidence();
  CHECK(judge(evidence, {}).error_bars.empty());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  GridSolution& solution = evidence.reversals[0].solution;
  solution.errors = {Array{{nan, nan}}, Array{{0.1, 0.3}}};
  solution.orders = {nan, 1.9};
  const std::vector<ErrorBar> bars = judge(evidence, {}).error_bars;
  REQUIRE(bars.size() == 1);
  CHECK(bars[0].solution == "reverse/anderson");
  CHECK(bars[0].l1 == relative(mass(evidence.grid, solution.errors[1])).epsilon(1e-15));
  CHECK(bars[0].time == evidence.times[1]);
  CHECK(bars[0].order == 1.9);
}

TEST_CASE("the tests of all particles share one false-alarm rate, and report the strongest of each check") {
  const Report perfect = judge(perfect_evidence(), {});
  CHECK(perfect.significance.false_alarm == 1e-6);
  CHECK(perfect.significance.tests == 4 * 4);  // chi-square, Kolmogorov-Smirnov, mean and variance at 4 snapshots
  CHECK(perfect.significance.rejected == 0);
  CHECK_FALSE(rows(perfect, "forward|exact")[0].finding.has_value());
  REQUIRE(rows(perfect, "particles/forward|forward")[0].finding.has_value());
  Evidence evidence = perfect_evidence();
  evidence.particles->counts[1] = Array{{5200, 4800}};  // 2 (200^2 / 5000) = 16: p = 6.3e-5 with one degree of freedom
  const Report report = judge(evidence, {});
  const std::vector<Check> checks = rows(report, "particles/forward|forward");
  CHECK(checks[1].finding->test == "chi-square");
  CHECK(std::abs(checks[1].finding->p / std::erfc(std::sqrt(8.0)) - 1) < 1e-12);  // rounding
  CHECK(checks[1].finding->adjusted == 16 * checks[1].finding->p);
  CHECK(checks[0].finding->adjusted == 1);
  CHECK(report.significance.rejected == 0);
  CHECK_FALSE(differs(checks[1], report.significance));
}

TEST_CASE("a significant difference below the bound is reported and passes") {
  Evidence evidence = perfect_evidence();
  evidence.particles->counts[1] = Array{{5200, 4800}};
  const Report report = judge(evidence, {.bounds = {{Comparison::particles, {{"tv_upper", 0.1}}}}, .false_alarm = .01});
  CHECK(report.passed);
  CHECK(report.significance.rejected == 1);  // D = .02 of 10^4: 2 exp(-8) = 6.7e-4, 15 times that is just above .01
  const Check check = rows(report, "particles/forward|forward")[1];
  CHECK(differs(check, report.significance));
  CHECK(check.passed == true);
}

TEST_CASE("particles of a reversal that was not solved are our own bug") {
  Evidence evidence = perfect_evidence();
  evidence.particle_reversals[0].name = "nobody";
  CHECK_THROWS_AS(judge(evidence, {}), Error);
}

TEST_CASE("evidence in a moving frame is checked in units of space") {
  Evidence still = perfect_evidence();
  still.forward.densities[1] << 0.625, 0.375;
  Evidence moving = still;
  const Vector centre = Vector::Constant(1, 7);
  moving.frames = {{centre, Vector::Constant(1, 0.25)}, {centre, Vector::Constant(1, 4)}};
  const Report a = judge(still, {}), b = judge(moving, {});
  for (const std::string name : {"forward|exact", "particles/forward|forward"}) {
    const Metrics first = rows(a, name)[1].metrics, second = rows(b, name)[1].metrics;
    // powers of two: no rounding
    CHECK(second.tv == first.tv);
    CHECK(second.kl == first.kl);
    CHECK(second.linf == first.linf);
    CHECK(second.w1[0] == 4 * first.w1[0]);
    CHECK(second.mean[0] == 4 * first.mean[0]);
    CHECK(second.mean_z == first.mean_z);
    CHECK(second.covariance(0, 0) == 16 * first.covariance(0, 0));
  }
  CHECK(b.invariants.minimum == 0.375 / 4);
  CHECK(b.invariants.mass_error == a.invariants.mass_error);
}
