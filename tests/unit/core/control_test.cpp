// SPDX-License-Identifier: MIT
#include "fokker/core/control.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

#include "fokker/core/error.hpp"

using namespace fokker;

TEST_CASE("a token without a flag never asks to stop") {
  const StopToken token;
  CHECK_FALSE(token.requested());
  CHECK_NOTHROW(token.check());
}

TEST_CASE("a raised flag stops with the fault interrupted") {
  std::atomic<bool> flag{false};
  const StopToken token(flag);
  CHECK_NOTHROW(token.check());
  flag = true;
  CHECK(token.requested());
  try {
    token.check();
    FAIL("check() returned");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::interrupted);
  }
}

TEST_CASE("progress reaches the callback, and none is needed") {
  Control control;
  control.report({"forward", 0.5, 1.0});
  std::string stage;
  control.progress = [&](const Progress& progress) { stage = progress.stage; };
  control.report({"forward", 0.5, 1.0});
  CHECK(stage == "forward");
}

TEST_CASE("a parallel loop visits every index once, in blocks that do not depend on the threads") {
  for (const std::size_t count : {0, 1, 7, 8, 1000}) {
    for (const int threads : {1, 2, 3}) {
      std::vector<int> visits(count, 0);
      parallel_for(count, 8, threads, [&](std::size_t begin, std::size_t end) {
        CHECK(begin % 8 == 0);
        CHECK(end == std::min(count, begin + 8));
        for (std::size_t i = begin; i < end; ++i) ++visits[i];
      });
      CHECK(visits == std::vector<int>(count, 1));
    }
  }
}

TEST_CASE("of several exceptions that of the lowest block comes out of the loop, whatever the threads") {
  for (const int threads : {1, 2, 7}) {
    std::size_t found = 0;
    try {
      parallel_for(100, 1, threads, [](std::size_t i, std::size_t) {
        if (i % 30 == 29) throw i;
      });
    } catch (const std::size_t block) {
      found = block;
    }
    CHECK(found == 29);
  }
}

TEST_CASE("an exception in a block comes out of the loop") {
  CHECK_THROWS_AS(parallel_for(100, 1, 2,
                               [](std::size_t i, std::size_t) {
                                 if (i == 57) throw std::runtime_error("block 57");
                               }),
                  std::runtime_error);
}

TEST_CASE("zero threads means all cores") {
  CHECK(resolve_threads(3) == 3);
  CHECK(resolve_threads(0) >= 1);
}

TEST_CASE("a state is kept where it is due, at the end of a stage and before a stop") {
  std::vector<StateMark> kept;
  std::atomic<bool> flag{false};
  bool due = false;
  Control control;
  control.stop = StopToken(flag);
  const auto offer = [&](std::int64_t step, bool finished) {
    control.offer("stage", step, 0.5, finished, [](StateView& view) { view.add_values("x", {1}); });
  };
  offer(0, true);  // nobody wants it
  control.states = {[](const std::string&) { return State(); }, [&] { return due; },
                    [&](const StateMark& mark, const StateView& view) {
                      CHECK(view.bytes() == 8);
                      kept.push_back(mark);
                    }};
  CHECK(control.last_state("stage"));
  offer(1, false);
  CHECK(kept.empty());
  due = true;
  offer(2, false);
  due = false;
  offer(3, true);
  flag = true;
  CHECK_THROWS_AS(offer(4, false), Error);
  REQUIRE(kept.size() == 3);
  CHECK(kept[0].step == 2);
  CHECK(kept[1].finished);
  CHECK(kept[2].step == 4);
}
