// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "study/distortion.hpp"

using namespace fokker;

namespace {

std::string example(const std::string& name) { return std::string(FOKKER_SOURCE_DIR) + "/examples/" + name + ".toml"; }

/// tv of a comparison at its first (the smallest) or last snapshot.
double tv(const Result& run, const std::string& comparison, bool last) {
  double found = -1;
  for (const Check& check : run.report.checks)
    if (text_of(check.comparison) == comparison && (last || found < 0)) found = check.metrics.tv;
  return found;
}

void invariants_hold(const Result& run) {
  CHECK(run.report.invariants.mass_error <= 1e-12);
  CHECK(run.report.invariants.minimum >= 0);
}

/// The judged total variations are pinned: rounding (1e-13 of p) changes them by less than 1e-6 of themselves, a
/// change of scheme by more.
void check_pinned(const Result& run, const std::map<std::string, double>& pinned, bool last) {
  for (const auto& one : pinned) {
    const auto& comparison = one.first;
    const auto& value = one.second;
    INFO(comparison, " at the ", std::string(last ? "last" : "first"),
         " snapshot: ", fmt::format("{:.9e}", tv(run, comparison, last)));
    CHECK(std::abs(tv(run, comparison, last) / value - 1) < 1e-6);
  }
}

void a_wrong_score_fails(const std::string& name, const std::vector<std::string>& overrides) {
  Problem problem = read_problem(example(name), overrides);
  problem.particles.reset();
  CHECK(run(problem).report.passed);
  for (const double factor : {1.1, -1.0}) CHECK_FALSE(run_distorted(problem, {factor, 1}).report.passed);
}

void particles_are_told_apart(const char* name) {
  // the bound needs the example's million particles; fewer steps suffice to detect the wrong one
  const Problem problem = read_problem(example(name), {"particles.steps=300", "particles.reverse=[]"});
  CHECK(run(problem).report.passed);
  CHECK_FALSE(run_distorted(problem, {1, 1.03}).report.passed);
}

}  // namespace

TEST_CASE("point_source: both scores lead back to the narrow law") {
  const Result result = run(read_problem(example("point_source"), {"particles.count=200000"}));
  invariants_hold(result);
  check_pinned(result,
               {{"reverse/forward-score|forward", 5.459112129e-04}, {"reverse/exact-score|forward", 4.049080876e-04}},
               false);
  check_pinned(result, {{"forward|exact", 6.725441058e-06}}, true);
  // the reversed particles' variance follows 2 D t = t: Euler-Maruyama's bias is below 1 % (oracles), the standard
  // error of a variance sqrt(2/N) = 0.32 %, taken three times
  const auto follows = [&](const ParticleSolution& particles, double factor) {
    bool all = true;
    for (std::size_t k = 0; k < result.evidence.times.size(); ++k)
      all = all && std::abs(factor * particles.covariances[k](0, 0) / result.evidence.times[k] - 1) < 0.02;
    return all;
  };
  for (const ParticleSolution& particles : result.evidence.particle_reversals) {
    CHECK(follows(particles, 1));
    CHECK_FALSE(follows(particles, 1.05));
  }
}

TEST_CASE("two_points: the reversal separates the points again") {
  const Result result = run(read_problem(example("two_points"), {"particles.count=100000"}));
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 7.653804389e-04}}, false);
  check_pinned(result, {{"forward|exact", 1.097274465e-04}}, true);
}

TEST_CASE("vp_mixture: forward and reversed densities keep their errors, four times larger at half the resolution") {
  const Result fine = run(read_problem(example("vp_mixture")));
  CHECK(fine.report.passed);
  invariants_hold(fine);
  check_pinned(fine, {{"reverse/anderson|forward", 3.359858368e-05}, {"reverse/exact-score|forward", 3.452960188e-05}},
               false);
  check_pinned(fine, {{"forward|exact", 2.036327147e-06}}, true);
  const Result coarse = run(read_problem(example("vp_mixture"), {"axis.x.cells=512", "time.steps=200"}));
  for (const char* name : {"reverse/anderson|forward", "reverse/exact-score|forward"})
    CHECK(std::abs(tv(coarse, name, false) / tv(fine, name, false) - 4) < 0.4);
}

TEST_CASE("alpha_family: every alpha passes through the forward marginals") {
  const Result result = run(read_problem(example("alpha_family")));
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result,
               {{"reverse/flow|forward", 7.430600832e-05},
                {"reverse/alpha-half|forward", 6.955848602e-05},
                {"reverse/alpha-one|forward", 3.359858368e-05},
                {"reverse/alpha-two|forward", 2.399241377e-05}},
               false);
}

TEST_CASE("old_faithful_eruptions: the geyser comes back, on the grid and with particles") {
  const Result result = run(read_problem(example("old_faithful_eruptions"), {"particles.count=200000"}));
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 5.931071772e-05}}, false);
  check_pinned(result, {{"forward|exact", 7.797871039e-06}}, true);
  for (const Check& check : result.report.checks)
    if (check.metrics.tv_upper) CHECK(*check.metrics.tv_upper <= 2e-2);
}

TEST_CASE("double_well: the reversal gathers what crossed the barrier") {
  Problem problem = read_problem(example("double_well"));
  problem.particles.reset();
  const Result result = run(problem);
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 5.141984492e-04}}, false);
}

TEST_CASE("ou_3d: three dimensions relax to the exact law") {
  const Result result = run(read_problem(example("ou_3d")));
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result, {{"forward|exact", 2.478068624e-03}}, true);
}

TEST_CASE("kinetic_4d: two positions and their velocities follow the exact law, and come back, on 16 cells per axis") {
  const Result result = run(
      read_problem(example("kinetic_4d"), {"axis.x.cells=16", "axis.y.cells=16", "axis.u.cells=16", "axis.v.cells=16",
                                           "forward.error_estimate=false", "verify.particles.tv_upper=1.0"}));
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 3.744037721e-02}}, false);
  check_pinned(result, {{"forward|exact", 5.177722556e-02}}, true);
}

TEST_CASE("geometric_brownian: a price comes back where noise depends on it") {
  const Result result = run(read_problem(example("geometric_brownian"), {"particles.count=100000"}));
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 7.153048069e-05}}, false);
}

TEST_CASE("ve_edm: growing noise, back from the forward density and from the prior") {
  const Result result = run(read_problem(example("ve_edm")));
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 1.729944106e-03}, {"reverse/from-prior|forward", 1.731775659e-03}},
               false);
  check_pinned(result, {{"forward|exact", 3.318361587e-06}}, true);
}

TEST_CASE("ve_moving_frame: from a deviation of 50 back to two points of .1 on 512 cells that move") {
  const Result result = run(read_problem(example("ve_moving_frame")));
  CHECK(result.report.passed);
  invariants_hold(result);
  CHECK(tv(result, "reverse/from-prior|exact", false) <= 1e-3);
  check_pinned(result, {{"reverse/from-prior|exact", 8.698049866e-04}, {"reverse/anderson|forward", 1.186027345e-03}},
               false);
}

TEST_CASE("sinh_noise: long tails come back on cells that grow with the distance") {
  const Result result = run(read_problem(example("sinh_noise")));
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 2.657246456e-04}}, false);
}

TEST_CASE("square_root: a rate comes back on geometric cells") {
  const Result result = run(read_problem(example("square_root"), {"particles.reverse=[]"}));
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 1.608710114e-04}}, false);
}

TEST_CASE("slow: old_faithful: eruptions and waiting times come back on a coarser grid, and one too wide is rejected" *
          doctest::skip()) {
  const std::vector<std::string> coarse{"axis.eruptions.cells=96", "axis.waiting.cells=96", "time.steps=100",
                                        "particles.steps=250", "particles.count=400000"};
  const Problem problem = read_problem(example("old_faithful"), coarse);
  const Result result = run(problem);
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 2.070938302e-03}}, false);
  CHECK_FALSE(run_distorted(problem, {1, 1.05}).report.passed);
}

TEST_CASE("a score scaled by 1.1 or with its sign turned fails every example") {
  for (const char* name : {"point_source", "two_points", "vp_mixture", "alpha_family", "old_faithful_eruptions"})
    a_wrong_score_fails(name, {});
}

TEST_CASE("particles with 3 % too much noise fail, true ones pass") { particles_are_told_apart("point_source"); }

TEST_CASE("slow: old_faithful_eruptions: particles with 3 % too much noise fail, true ones pass" * doctest::skip()) {
  particles_are_told_apart("old_faithful_eruptions");
}

TEST_CASE("correlated: noise across the axes comes back") {
  Problem problem = read_problem(example("correlated"),
                                 {"axis.x.cells=96", "axis.y.cells=96", "time.steps=24", "forward.error_estimate=false",
                                  "verify={ reverse_forward = { tv = 3e-2 }, reverse_exact = { tv = 3e-2 }, "
                                  "forward_exact = { tv = 2e-3 } }"});
  problem.particles.reset();
  const Result result = run(problem);
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result, {{"reverse/anderson|forward", 2.610144022e-02}}, false);
  check_pinned(result, {{"forward|exact", 1.474224427e-03}}, true);
}

TEST_CASE("van_der_pol, moons, nine_peaks: two dimensions come back on coarser grids") {
  const auto coarse = [](const std::string& name, const std::string& second, const std::string& more) {
    Problem problem = read_problem(
        example(name), {"axis.x.cells=96", "axis." + second + ".cells=96", "time.steps=100",
                        "forward.error_estimate=false", "verify={ reverse_forward = { tv = 5e-2 }" + more + " }"});
    problem.particles.reset();
    Result result = run(problem);
    CHECK(result.report.passed);
    invariants_hold(result);
    return result;
  };
  const Result ring = coarse("van_der_pol", "v", "");
  const double centre = fokker::mean(ring.evidence.grid, ring.evidence.forward.densities.back())[0];
  INFO(fmt::format("{:.9e}", centre));
  CHECK(std::abs(centre / 1.368374250e+00 - 1) < 1e-6);  // 1.3705 on 900 x 900 cells
  check_pinned(coarse("moons", "y", ""), {{"reverse/anderson|forward", 6.237905450e-03}}, false);
  check_pinned(coarse("nine_peaks", "y", ", reverse_exact = { tv = 5e-2 }"),
               {{"reverse/anderson|forward", 4.273807261e-03}, {"reverse/flow|forward", 1.630565592e-02}}, false);
}

TEST_CASE("kinetic: inertia is carried, noise acts on the velocity alone") {
  const Result result = run(read_problem(example("kinetic"), {"axis.x.cells=100", "axis.v.cells=100", "time.steps=50",
                                                              "verify={ reverse_forward = { tv = 5e-3 } }"}));
  CHECK(result.report.passed);
  invariants_hold(result);
  check_pinned(result,
               {{"reverse/anderson|forward", 1.472782658e-03}, {"reverse/forward-score|forward", 1.770990675e-03}},
               false);
  check_pinned(result, {{"forward|exact", 5.331677424e-04}}, true);
}
