#include "fokker/study/study.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/io/toml/problem_file.hpp"

using namespace fokker;

namespace {

const char* const delta_problem = R"(
schema = 1
[process]
kind = "brownian"
[initial]
kind = "delta"
at = 0.2734375  # a cell centre: elsewhere the cell average shifts the mean
[time]
end = 1.0
snapshots = 3
steps = 100
[[axis]]
name = "x"
min = -5.0
max = 5.0
cells = 128
[[reverse]]
name = "back"
)";

Problem parse(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return parse_problem(text, "test.toml", ".", overrides);
}

}  // namespace

TEST_CASE("a reversal onto a point mass ends at the first stored step and says so") {
  const Result result = run(parse(delta_problem));
  REQUIRE_FALSE(result.notes.empty());
  CHECK(result.notes[0].find("t = 0.01") != std::string::npos);
  const auto& reverse = result.evidence.reversals[0].solution.densities;
  CHECK(reverse[0].isNaN().all());
  CHECK(reverse[1].allFinite());
  for (const Check& check : result.report.checks) CHECK((check.time > 0 || check.comparison == "forward|exact"));
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
  run(parse(std::string(delta_problem) + "[particles]\ncount = 1000\nsteps = 10\nreverse = ['back']\n"), {}, control);
  CHECK(stages == std::vector<std::string>{"forward", "reverse/back", "particles/forward", "particles/reverse/back"});
}

TEST_CASE("adaptive and fixed steps agree within the tolerance") {
  const std::string text = std::string(delta_problem);
  const Evidence fixed = run(parse(text, {"time.start=0.1", "time.steps=400"})).evidence;
  std::string adaptive = text;
  adaptive.erase(adaptive.find("steps = 100"), 11);
  const Result result = run(parse(adaptive, {"time.start=0.1", "time.tolerance=1e-7"}));
  const Array difference = (result.evidence.forward.densities.back() - fixed.forward.densities.back()).abs();
  // 400 equal steps against some hundred adaptive ones of 1e-7 each
  CHECK((difference * result.evidence.grid.volumes()).sum() < 1e-4);
  CHECK(result.report.passed);
}

TEST_CASE("the estimate counts cells, steps and particles") {
  const Estimate e =
      estimate(parse(std::string(delta_problem) + "[particles]\ncount = 1000\nsteps = 10\nreverse = ['back']\n"));
  CHECK(e.cell_steps == 128 * 100 * 2);
  CHECK(e.particle_steps == 1000 * 10 * 2 * 1.5);  // half as many steps of the twin
  CHECK(e.memory_bytes > e.file_bytes);
}
