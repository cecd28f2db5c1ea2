// SPDX-License-Identifier: MIT
#include "app/schedule.hpp"

#include <doctest/doctest.h>

#include <utility>

using namespace fokker;
using namespace fokker::app;

namespace {

/// A schedule whose clock the test turns; keeping takes `cost`.
struct ScheduleStage {
  double now = 0, cost = 0;
  bool asked = false;
  Schedule schedule;
  StateKeeper keeper;

  explicit ScheduleStage(double period)
      : schedule(
            period, [this] { return now; }, [this] { return std::exchange(asked, false); }) {
    keeper.keep = [this](const StateMark&, const StateView&) { now += cost; };
    keeper = schedule.timed(keeper);
  }
  bool due_at(double time) {
    now = time;
    return schedule.due();
  }
};

}  // namespace

TEST_CASE("checkpoints are due after each period, or when asked for") {
  ScheduleStage stage(60);
  CHECK_FALSE(stage.due_at(59));
  stage.asked = true;
  CHECK(stage.due_at(59));
  CHECK_FALSE(stage.due_at(59));
  CHECK(stage.due_at(60));
  stage.keeper.keep({}, {});
  CHECK_FALSE(stage.due_at(119));
  CHECK(stage.due_at(120));
}

TEST_CASE("the period grows to ten times what a checkpoint takes") {
  ScheduleStage stage(60);
  stage.now = 100;
  stage.cost = 20;
  stage.keeper.keep({}, {});
  CHECK_FALSE(stage.due_at(120 + 199));
  CHECK(stage.due_at(120 + 200));
}

TEST_CASE("a period of 0 asks for every step, however long a checkpoint takes") {
  ScheduleStage stage(0);
  CHECK(stage.due_at(0));
  stage.cost = 20;
  stage.keeper.keep({}, {});
  CHECK(stage.due_at(20));
}
