// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "unit/sde/runs.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Paths of a Brownian motion, and where all its particles are at the marked times.
Paths paths_of(const Grid& grid, std::size_t count, int steps, std::vector<Points>* seen = nullptr) {
  SimulateOptions options{.paths = count};
  options.observer = [&](std::size_t, const Ensemble& now, const Ensemble&) { seen->push_back(now.positions); };
  StepTimes times = unobserved(uniform_times(1, steps));
  times.is_knot.assign(times.times.size(), seen != nullptr);
  return simulate(one_dimensional_brownian(0, 1), grid, {Points::Constant(5000, 1, 0.5), 0}, times, options).paths;
}

}  // namespace

TEST_CASE("a path passes through the positions of its particle at every step, over blocks too") {
  std::vector<Points> seen;
  const Paths paths = paths_of(wide_line(), 3000, 40, &seen);
  REQUIRE(paths.times.size() == 41);
  CHECK(paths.times == uniform_times(1, 40));
  for (std::size_t k = 0; k < 41; ++k) CHECK((paths.positions[k] == seen[k].topRows(3000)).all());
}

TEST_CASE("keeping paths does not change them, and many steps are thinned to 1001 times with both ends") {
  const Paths paths = paths_of(wide_line(), 7, 2500);
  REQUIRE(paths.times.size() == 1001);
  CHECK(paths.times.front() == 0);
  CHECK(paths.times.back() == 1);
  const Points last = final_positions(one_dimensional_brownian(0, 1), wide_line(), Vector::Constant(1, 0.5),
                                      uniform_times(1, 2500), 1, 8);
  CHECK((paths.positions.back() == last.topRows(7)).all());
}

TEST_CASE("an absorbed path is NaN from then on, and more paths than particles are as many as these") {
  const Paths paths = paths_of(line(0, 1, Boundary::absorbing, Boundary::absorbing), 9000, 50);
  CHECK(paths.positions[0].rows() == 5000);
  for (std::size_t k = 0; k + 1 < paths.positions.size(); ++k)
    CHECK((paths.positions[k].isNaN() <= paths.positions[k + 1].isNaN()).all());
  CHECK_FALSE(paths.positions.front().isNaN().any());
  CHECK(paths.positions.back().isNaN().any());
}

TEST_CASE("a part of an ensemble moves as it does within the whole, and keeps its share of the paths") {
  const Process process = one_dimensional_brownian(0, 1);
  const Grid grid = line(0, 1, Boundary::absorbing, Boundary::absorbing);
  const StepTimes times = unobserved(uniform_times(1, 20));
  SimulateOptions options{.paths = 2500};
  const Simulated whole = simulate(process, grid, {Points::Constant(5000, 1, 0.5), 0}, times, options);
  int calls = 0;
  const auto together = [&](const std::function<void()>& body) { ++calls, body(); };
  options.part = {2048, 5000, together};
  const Simulated part = simulate(process, grid, {Points::Constant(2952, 1, 0.5), 0}, times, options);
  const auto same = [](const Points& a, const Points& b) {
    return a.rows() == b.rows() && ((a == b) || (a.isNaN() && b.isNaN())).all();
  };
  CHECK(same(part.ensemble.positions, whole.ensemble.positions.bottomRows(2952)));
  CHECK(same(part.paths.positions.back(), whole.paths.positions.back().bottomRows(452)));
  CHECK(calls == 2);
}
