// SPDX-License-Identifier: MIT
#include "fokker/study/study.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Brownian motion from a point, and its reversal.
Problem from_point() {
  constexpr double at = 0.2734375;  // a cell centre: elsewhere the cell average shifts the mean
  return {.process = brownian(v1(0), m1(1)),
          .initial = normal(at, 0),
          .time = {.end = 1, .snapshots = {0, 0.5, 1}, .steps = 100},
          .grid = line(-5, 5, 128),
          .reversals = {{.name = "back"}}};
}

Problem with_particles() {
  Problem problem = from_point();
  problem.particles = ParticleRun{.count = 1000, .steps = 10, .reverse = {"back"}};
  return problem;
}

}  // namespace

TEST_CASE("a reversal onto a point mass ends at the first stored step; a message reports it") {
  const Result result = run(from_point());
  REQUIRE_FALSE(result.notes.empty());
  CHECK(result.notes[0].find("t = 0.01") != std::string::npos);
  const auto& reverse = result.evidence.reversals[0].solution.densities;
  CHECK(reverse[0].isNaN().all());
  CHECK(reverse[1].allFinite());
  for (const Check& check : result.report.checks)
    CHECK((check.time > 0 || text_of(check.comparison) == "forward|exact"));
  CHECK(result.report.passed);
}

TEST_CASE("progress runs through the stages from 0 to 1") {
  Control control;
  std::vector<std::string> stages;
  double last = 0;
  control.progress = [&](const Progress& progress) {
    if (stages.empty() || stages.back() != progress.stage) {
      stages.push_back(progress.stage);
      last = 0;
    }
    CHECK(progress.fraction >= last);
    last = progress.fraction;
  };
  run(with_particles(), {}, control);
  CHECK(stages == std::vector<std::string>{"forward", "reverse/back", "forward on 64 for the error",
                                           "reverse/back on 64 for the error", "forward on 32 for the error",
                                           "reverse/back on 32 for the error", "particles/forward",
                                           "particles/reverse/back"});
}

TEST_CASE("particles do not depend on how many of them move at a time") {
  Problem problem = with_particles();
  const Evidence small = run(problem).evidence;
  problem.particles->block = 1024;
  const Evidence large = run(problem).evidence;
  CHECK((small.particles->counts.back() == large.particles->counts.back()).all());
  CHECK((small.particle_reversals[0].counts[1] == large.particle_reversals[0].counts[1]).all());
  problem.particles->block = 100;
  CHECK_THROWS_AS(run(problem), Error);
}

TEST_CASE("adaptive and fixed steps agree within the tolerance") {
  Problem problem = from_point();
  problem.time = {.start = 0.1, .end = 1, .snapshots = {0.1, 0.55, 1}, .steps = 400};
  const Evidence fixed = run(problem).evidence;
  problem.time.steps.reset();
  problem.time.tolerance = 1e-7;
  const Result result = run(problem);
  const Array difference = (result.evidence.forward.densities.back() - fixed.forward.densities.back()).abs();
  // 400 equal steps against some hundred adaptive ones of 1e-7 each
  CHECK((difference * result.evidence.grid.volumes()).sum() < 1e-4);
  CHECK(result.report.passed);
}

TEST_CASE("the estimate counts cells, steps and particles") {
  const Estimate e = estimate(with_particles());
  CHECK(e.cell_steps == 128 * 100 * 2 * (1 + 0.25 + 0.0625));  // half of both, and a quarter, for the error
  CHECK(e.particle_steps == 1000 * 10 * 2 * 1.5);              // half as many of the coupled run
  CHECK(e.memory_bytes > e.file_bytes);
  CHECK(e.directions == 1);
}

TEST_CASE("the estimate counts the offsets of correlated noise in the assembled operator") {
  const Grid grid({uniform_axis("x", -3, 3, 24), uniform_axis("y", -3, 3, 24)});
  const GaussianMixture start({1.0}, {Vector::Zero(2)}, {0.1 * Matrix::Identity(2, 2)});
  const auto directions = [&](const Matrix& sigma) {
    const Problem problem{.process = brownian(Vector::Zero(2), sigma), .initial = start, .grid = grid};
    const Assembler assembler(problem.process, grid);
    Operator L = assembler.blank();
    assembler.assemble(0.5, L);
    CHECK(estimate(CheckedProblem(problem)).directions == static_cast<double>(L.directions.size()));
    return L.directions.size();
  };
  CHECK(directions(Matrix{{1, 0.4}, {0, 1}}) == 3);    // (1, 0), (0, 1), (1, 1)
  CHECK(directions(Matrix{{1, 0}, {0.7, 0.1}}) == 2);  // fewer than the three of a general D
}
