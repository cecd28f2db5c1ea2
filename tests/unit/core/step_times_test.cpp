// SPDX-License-Identifier: MIT
#include "fokker/core/step_times.hpp"

#include <doctest/doctest.h>

#include "relative.hpp"

using namespace fokker;

TEST_CASE("spaced times begin and end exactly and have equal steps or ratios") {
  const auto uniform = spaced_times(0.1, 0.7, 4, Spacing::uniform);
  CHECK(uniform.front() == 0.1);
  CHECK(uniform.back() == 0.7);
  CHECK(uniform[1] == relative(0.3).epsilon(1e-15));
  const auto geometric = spaced_times(0.01, 10, 4, Spacing::geometric);
  CHECK(geometric[1] == relative(0.1).epsilon(1e-14));
  CHECK(geometric[3] == 10);
}

TEST_CASE("step times contain every knot and give each interval its share") {
  const std::vector<double> knots{0.1, 0.2, 0.5, 0.500001, 1.1};
  for (const Spacing spacing : {Spacing::uniform, Spacing::geometric}) {
    const StepTimes steps = step_times(knots, 100, spacing);
    std::vector<double> found;
    for (std::size_t k = 0; k < steps.times.size(); ++k) {
      if (steps.is_knot[k]) found.push_back(steps.times[k]);
      if (k > 0) CHECK(steps.times[k] > steps.times[k - 1]);
    }
    CHECK(found == knots);
    // the sliver gets one step of its own
    CHECK(steps.times.size() >= 101);
    CHECK(steps.times.size() <= 102);
  }
}

TEST_CASE("an interval from 0 takes uniform steps where the others take geometric ones") {
  const StepTimes steps = step_times({0, 0.1, 1}, 10, Spacing::geometric);
  CHECK(steps.times[1] == relative(0.02));
  CHECK(steps.times.back() == 1);
}

TEST_CASE("subdivided steps keep their ends and knots") {
  const StepTimes halves = subdivided({{0, 1, 4}, {true, false, true}}, 2, Spacing::geometric);
  CHECK(halves.times[1] == 0.5);  // no log from 0
  CHECK(halves.times[3] == relative(2).epsilon(1e-15));
  CHECK(halves.is_knot == std::vector<bool>{true, false, false, false, true});
  CHECK(subdivided({{0, 3}, {true, true}}, 3, Spacing::uniform).times == std::vector<double>{0, 1, 2, 3});
}

TEST_CASE("equal steps between two knots are equal to the last bit, but for the first and the last") {
  for (const long steps : {7L, 100L, 1000L}) {
    const std::vector<double> times = step_times({.1, .7, 1.9}, 2 * steps, Spacing::uniform).times;
    const double dt = times[2] - times[1];
    std::size_t k = 2;
    for (; times[k + 1] < .7; ++k) CHECK(times[k + 1] - times[k] == dt);
    CHECK(k > 3);
    CHECK(std::abs((times[k + 1] - times[k]) / dt - 1) < 1e-6);  // as promised
  }
}

TEST_CASE("steps are joined back from each knot where there are enough, else back from the end") {
  const StepTimes steps = step_times({0, 1, 2}, 18, Spacing::uniform);
  const StepTimes fours = joined(steps, 4);
  CHECK(fours.times.size() == 7);  // 1, 4, 4 | 1, 4, 4
  CHECK(fours.times[1] == relative(1. / 9));
  CHECK(fours.times[3] == 1);
  CHECK(fours.is_knot[3]);
  CHECK(fours.is_knot[6]);
  const StepTimes few = joined(step_times({0, 1, 2, 3}, 6, Spacing::uniform), 4);
  CHECK(few.times == std::vector<double>{0, 1, 3});
  CHECK(few.is_knot == std::vector<bool>{true, true, true});
  CHECK(joined(steps, 1).times == steps.times);
}
