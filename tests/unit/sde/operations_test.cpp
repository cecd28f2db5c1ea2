// SPDX-License-Identifier: MIT
#include "fokker/sde/operations.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// One of each: x/2, noise 0.5, x plus the sum of what two steps leave, x + z, and a noise as wide as E|x|.
std::vector<Operation> one_of_each() {
  const auto remember = [](Points& x, std::vector<Points>& history) {
    history.push_back(x);
    if (history.size() == 2) x = history[0] + history[1];
  };
  return {operation::Map{[](const PointsIn& x) -> Points { return 0.5 * x; }},
          operation::Noise{0.5},
          operation::Stateful{remember},
          operation::Stateful{remember},
          operation::Auxiliary{[](const PointsIn& x, const PointsIn& z) -> Points { return x + z; }},
          operation::MeanField{[](const PointsIn& x) -> Points { return x; },
                               [](double mean) { return std::vector<Operation>{operation::Noise{mean}}; }}};
}

}  // namespace

TEST_CASE("operations move particles as they state, and the history of each block is its own") {
  const std::size_t count = 200000;
  const Points start = sample(normal(0, 4), {count, 1, 0, 0});
  const Points end = apply_operations(one_of_each(), start, {count, 1, 0, 1});
  // x/2 + noise has variance 1.25, twice that 5, with z 6; E|x| = sqrt(2 6/pi)
  const double expected = 6 + 2 * 6 / std::acos(-1.0), error = expected * std::sqrt(2.0 / double(count));
  CHECK(std::abs(end.square().mean() - expected) < 4 * error);
  CHECK(std::abs(end.square().mean() - 1.05 * expected) > 4 * error);
}

TEST_CASE("moves by operations are the same for every number of threads") {
  const Points start = sample(normal(0, 1), {3000, 1, 1, 0});
  const Points one = apply_operations(one_of_each(), start, {3000, 5, 1, 0});
  CHECK((one == apply_operations(one_of_each(), start, {3000, 5, 3, 0})).all());
  CHECK((one != apply_operations(one_of_each(), start, {3000, 6, 3, 0})).any());
}

TEST_CASE("particles continue from the state of any operation as if they had never stopped") {
  const Points start = sample(normal(0, 1), {1300, 1, 1, 0});
  const Draws draws{1300, 5, 1, 0};
  std::vector<State> states;
  Control control;
  control.states.due = [] { return true; };
  control.states.keep = [&](const StateMark& mark, const StateView& view) {
    CHECK(mark.finished == (mark.step == 6));
    states.push_back(copied(view));
  };
  const Points whole = apply_operations(one_of_each(), start, draws, control, "here");
  REQUIRE(states.size() == 6);
  for (const State& state : states) {
    Control again;
    again.states.last = [&](const std::string& stage) { return stage == "here" ? std::optional(state) : std::nullopt; };
    CHECK((whole == apply_operations(one_of_each(), start, draws, again, "here")).all());
  }
  Control wrong;
  wrong.states.last = [&](const std::string&) { return states[3]; };
  CHECK_THROWS_AS(apply_operations(one_of_each(), start.topRows(1200), draws, wrong, "here"), Error);
}

TEST_CASE("a position that is not finite is an error") {
  const std::vector<Operation> away = {operation::Map{[](const PointsIn& x) -> Points { return x / 0.0; }}};
  CHECK_THROWS_AS(apply_operations(away, Points::Ones(5, 1), {5, 1, 1, 0}), Error);
}
