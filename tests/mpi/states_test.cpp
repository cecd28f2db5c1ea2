// SPDX-License-Identifier: MIT
// States that rank 0 keeps of a run by several ranks: those of one program, from which either goes on.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <map>

#include "fokker/core/error.hpp"
#include "fokker/process/catalogue.hpp"
#include "mpi/ranks.hpp"

namespace {

using namespace fokker;

Problem relaxing(bool adaptive) {
  Problem problem{.process = ornstein_uhlenbeck(Vector{{1, 1.5}}, Vector{{0, 0}}, Vector{{1, 0.9}}),
                  .initial = GaussianMixture({1}, {Vector{{0.5, -0.5}}}, {0.25 * Matrix::Identity(2, 2)}),
                  .grid = Grid({uniform_axis("x", -4, 4, 128), uniform_axis("y", -4, 4, 160)})};
  problem.time = {.end = 1, .snapshots = spaced_times(0, 1, 3, Spacing::uniform)};
  if (!adaptive) problem.time.steps = 12;
  problem.time.tolerance = 1e-3;
  problem.forward.flux = Flux::scharfetter_gummel;
  problem.forward.error_estimate = false;
  problem.reversals = {Reversal{.name = "back"}};
  problem.particles = ParticleRun{.count = 5000, .steps = 24, .reverse = {"back"}, .paths = 2500, .samples = true};
  problem.verification.bounds = {{Comparison::particles, {{"tv_upper", 1}}}};
  return problem;
}

/// States in memory, in the order in which they were kept; asks for a stop when there are so many.
struct Memory {
  std::vector<std::pair<StateMark, State>> kept = {};
  std::size_t stop_at = 0;
  std::atomic<bool> stop{false};

  Control control() {
    Control control;
    control.threads = 1;
    control.stop = StopToken(stop);
    control.states.last = [this](const std::string& stage) -> std::optional<State> {
      for (auto entry = kept.rbegin(); entry != kept.rend(); ++entry)
        if (entry->first.stage == stage) return entry->second;
      return std::nullopt;
    };
    control.states.due = [] { return true; };
    control.states.keep = [this](const StateMark& mark, const StateView& view) {
      kept.emplace_back(mark, copied(view));
      if (kept.size() == stop_at) stop = true;
    };
    return control;
  }
};

bool same_bits(const std::vector<Array>& a, const std::vector<Array>& b) {
  bool same = a.size() == b.size();
  for (std::size_t k = 0; same && k < a.size(); ++k)
    same = a[k].size() == b[k].size() &&
           std::memcmp(a[k].data(), b[k].data(), sizeof(double) * static_cast<std::size_t>(a[k].size())) == 0;
  return same;
}

void check_same(const Memory& one, const Memory& other) {
  REQUIRE(one.kept.size() == other.kept.size());
  for (std::size_t k = 0; k < one.kept.size(); ++k) {
    const auto& [mark, state] = one.kept[k];
    CAPTURE(mark.stage);
    CAPTURE(mark.step);
    CHECK(other.kept[k].first.stage == mark.stage);
    CHECK(other.kept[k].first.step == mark.step);
    CHECK(other.kept[k].second.integers() == state.integers());
    REQUIRE(other.kept[k].second.rows().size() == state.rows().size());
    for (const auto& [name, rows] : state.rows()) {
      CAPTURE(name);
      CHECK(same_bits(other.kept[k].second.rows().at(name), rows));
    }
  }
}

void check_same(const Result& one, const Result& other) {
  const Evidence &a = one.evidence, &b = other.evidence;
  CHECK(same_bits(a.forward.densities, b.forward.densities));
  CHECK(same_bits(a.reversals[0].solution.densities, b.reversals[0].solution.densities));
  CHECK(a.reversals[0].score_cells == b.reversals[0].score_cells);
  CHECK(same_bits(a.particles->counts, b.particles->counts));
  CHECK(same_bits(a.particle_reversals[0].counts, b.particle_reversals[0].counts));
  CHECK(a.particle_reversals[0].means == b.particle_reversals[0].means);
  CHECK((a.particle_reversals[0].samples == b.particle_reversals[0].samples).all());
  REQUIRE(a.particles->paths.size() == b.particles->paths.size());
  for (std::size_t k = 0; k < a.particles->paths.size(); ++k)
    CHECK((a.particles->paths[k] == b.particles->paths[k]).all());
}

/// Stops after so many states; whether it stopped.
bool stopped(const CheckedProblem& problem, bool shared, Memory& memory) {
  try {
    if (shared)
      run(ranks_of_test(), problem, {}, memory.control());
    else
      run(problem, {}, memory.control());
  } catch (const Error& error) {
    return error.fault() == Fault::interrupted;
  }
  return false;
}

}  // namespace

TEST_CASE("rank 0 keeps the states of one program, of solves and of particles") {
  for (const bool adaptive : {false, true}) {
    const CheckedProblem problem(relaxing(adaptive));
    Memory alone, shared;
    const Result one = run(problem, {}, alone.control());
    const std::optional<Result> all = run(ranks_of_test(), problem, {}, shared.control());
    CHECK(all.has_value() == ranks_of_test().leads());
    if (!all) continue;
    check_same(alone, shared);
    check_same(one, *all);
  }
}

TEST_CASE("ranks go on from the states of one program, and one program from those of ranks") {
  const CheckedProblem problem(relaxing(true));
  const Result whole = run(problem);
  Memory counted;
  run(problem, {}, counted.control());
  for (const double part : {0.1, 0.35, 0.6, 0.9})
    for (const bool by_ranks : {false, true}) {
      Memory memory;
      memory.stop_at = static_cast<std::size_t>(part * static_cast<double>(counted.kept.size()));
      CHECK(stopped(problem, by_ranks, memory));
      memory.stop = false;
      memory.stop_at = 0;
      std::optional<Result> rest;
      if (!by_ranks)
        rest = run(ranks_of_test(), problem, {}, memory.control());
      else if (ranks_of_test().leads())
        rest = run(problem, {}, memory.control());
      if (rest) check_same(whole, *rest);
    }
}

TEST_CASE("densities that memory does not hold are computed again, by all ranks together") {
  for (const bool adaptive : {false, true}) {
    const CheckedProblem problem(relaxing(adaptive));
    const Result whole = run(problem);
    for (const double arrays : {8.0, 3.0}) {
      const double bytes = arrays * 8 * 128 * 160 / ranks_of_test().count();
      const std::optional<Result> some = run(ranks_of_test(), problem, {.score_memory = bytes}, Control{.threads = 1});
      if (some) check_same(whole, *some);
    }
  }
}

TEST_CASE("what a run takes of each rank: layouts, and messages to all others") {
  const int ranks = ranks_of_test().count();
  const RankNeeds needs = rank_needs(CheckedProblem(relaxing(true)), ranks);
  CHECK(needs.most == 4);
  CHECK(needs.messages == 2 * (ranks - 1));
  if (ranks == 1) CHECK(needs.bytes == 0);
  // of two ranks each sends half of its half there, and half of it back; y: 64 and 96 cells
  if (ranks == 2) {
    CHECK(needs.bytes == 8.0 * (64 * 96 + 64 * 64));
    CHECK(needs.layouts == std::vector<std::string>{"x whole, in slabs of 64 to 96 cells along y",
                                                    "y whole, in slabs of 64 cells along x"});
  }
  CHECK_THROWS_AS(rank_needs(CheckedProblem(relaxing(true)), 5), Error);
}
