// SPDX-License-Identifier: MIT
// Runs that are stopped again and again end with the same file as those that never were.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>

#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/study/study.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// An Ornstein-Uhlenbeck process on 48 cells in 12 steps.
Problem relaxing(std::vector<Reversal> reversals = {}) {
  return {.process = ornstein_uhlenbeck(v1(1), v1(0), v1(std::numbers::sqrt2)),
          .initial = normal(0.5, 0.3 * 0.3),
          .time = {.end = 1, .snapshots = spaced_times(0, 1, 4, Spacing::uniform), .steps = 12},
          .grid = line(-4, 4, 48),
          .reversals = std::move(reversals)};
}

const Reversal back{.name = "back"}, flow{.name = "flow", .alpha = 0};

Problem with_particles(Problem problem, std::vector<std::string> reverse = {"back"}) {
  problem.particles =
      ParticleRun{.count = 600, .steps = 40, .reverse = std::move(reverse), .paths = 3, .samples = true};
  problem.verification.bounds = {{Comparison::particles, {{"tv_upper", 1}}}};
  return problem;
}

/// States in memory; asks for a stop when some more have been kept.
class Memory {
 public:
  std::size_t kept = 0, stop_at = 0;
  std::atomic<bool> stop{false};

  Control control() {
    Control control;
    control.stop = StopToken(stop);
    control.states.last = [this](const std::string& stage) -> std::optional<State> {
      const auto found = states_.find(stage);
      if (found == states_.end()) return std::nullopt;
      return found->second;
    };
    control.states.due = [] { return true; };
    control.states.keep = [this](const StateMark& mark, const StateView& view) {
      states_[mark.stage] = copied(view);
      if (++kept == stop_at) stop = true;
    };
    return control;
  }

 private:
  std::map<std::string, State> states_;
};

std::string bytes_of(const Result& snapshots) {
  const auto file = std::filesystem::temp_directory_path() / "fokker-study-resume.h5";
  write_result(file, snapshots);
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  std::filesystem::remove(file);
  return bytes;
}

struct Chain {
  std::string bytes;
  int stops = 0;
};

/// @param pause  states from one stop to the next
Chain stopped_often(const Problem& problem, std::size_t pause, double score_memory) {
  Memory memory;
  Chain chain;
  for (;;) {
    memory.stop = false;
    memory.stop_at = memory.kept + pause;
    try {
      chain.bytes = bytes_of(run(problem, {score_memory}, memory.control()));
      return chain;
    } catch (const Error& error) {
      REQUIRE(error.fault() == Fault::interrupted);
      ++chain.stops;
    }
  }
}

void check_resumes(const Problem& problem, double score_memory = std::numeric_limits<double>::infinity()) {
  const std::string whole = bytes_of(run(problem, {score_memory}));
  const Chain chain = stopped_often(problem, 3, score_memory);
  CHECK(chain.stops >= 8);
  CHECK(chain.bytes == whole);
}

}  // namespace

TEST_CASE("a run stopped every few steps ends with the same file: fixed steps, reversals, particles") {
  check_resumes(with_particles(relaxing({back, flow})));
}

TEST_CASE("a run stopped every few steps ends with the same file: adaptive steps") {
  Problem problem = relaxing({back, flow});
  problem.time.steps.reset();
  problem.time.tolerance = 1e-4;
  check_resumes(problem);
}

TEST_CASE("a run stopped every few steps ends with the same file: extrapolated levels") {
  Problem problem = relaxing({{.name = "back", .accuracy = Accuracy::extrapolated}});
  problem.forward.accuracy = Accuracy::extrapolated;
  check_resumes(problem);
}

TEST_CASE("a run stopped every few steps ends with the same file: a score that is computed again") {
  // 12 steps of 48 cells take 13 * 48 * 8 bytes; this leaves every fourth
  check_resumes(with_particles(relaxing({back, flow})), 8 * 48 * 7);
}

TEST_CASE("a run stopped every few steps ends with the same file: absorbing boundaries") {
  Problem problem = with_particles(relaxing({back}), {});
  problem.grid = line(-1, 2, 48, Boundary::absorbing);
  check_resumes(problem);
}

TEST_CASE("a run stopped every few steps ends with the same file: a moving frame") {
  Problem problem = with_particles(relaxing({back}));
  problem.frame = marginal_frame(problem.process, *problem.initial.mixture, 0);
  check_resumes(problem);
}

TEST_CASE("a run stopped every few steps ends with the same file: particles of samplers, with and without history") {
  Problem problem = with_particles(relaxing(), {});
  problem.process = variance_preserving(.1, 20, 1);
  problem.time.start = problem.time.snapshots.front() = .01;
  for (const char* kind : {"dpmpp_2m", "ddpm"}) {
    SamplerRun one;
    one.kind = one.name = kind;
    one.steps = {3, 5};
    problem.samplers.push_back(one);
    problem.particles->samplers.push_back(one.name);
  }
  check_resumes(problem);
}

TEST_CASE("a score that was not kept for the first run makes its forward solve start anew") {
  const Problem problem = relaxing();
  Memory memory;
  memory.stop_at = 5;
  CHECK_THROWS_AS(run(problem, {}, memory.control()), Error);
  memory.stop = false;
  const RunOptions keep{.keep_score = true};
  const auto score = run(problem, keep, memory.control()).forward_score, whole = run(problem, keep).forward_score;
  REQUIRE(score);
  CHECK(score->times == whole->times);
}
