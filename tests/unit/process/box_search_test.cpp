// SPDX-License-Identifier: MIT
#include "process/box_search.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace fokker;

namespace {

BoxSearch unit_boxes(const Enclosure& bounds, std::size_t boxes = 1) {
  return {bounds, boxes, [](std::size_t box, std::vector<Interval>& sides) {
            sides = {{static_cast<double>(box), static_cast<double>(box) + 1}, {0, 4}};
          }};
}

Interval first_side(const std::vector<Interval>& box) { return box[0]; }

}  // namespace

TEST_CASE("halves of a box share its volume, keep its number and are cut along its sides in turn") {
  BoxSearch search = unit_boxes(first_side, 3);
  CHECK(search.parts() == 3);
  search.bisect(2);
  search.bisect(4);
  CHECK(search.parts() == 7);
  CHECK(search.box(6) == 2);
  CHECK(search.volume(2) == 4);
  CHECK(search.volume(3) == 2);
  CHECK(search.volume(6) == 1);
  std::vector<Interval> sides;
  search.sides(6, sides);
  CHECK(sides[0].low == 2.5);
  CHECK(sides[1].low == 2);
  CHECK(search.bounds(4).high == 0);  // bisected
  CHECK(search.bounds(3).high == 2.5);
}

TEST_CASE("bounds that are negative, not finite or not defined become bounds of a density") {
  constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const auto bounded = [](Interval found) {
    return unit_boxes([found](const std::vector<Interval>&) { return found; }).bounds(0);
  };
  CHECK(bounded({-1, 2}).low == 0);
  CHECK(bounded({-2, -1}).high == 0);
  CHECK(bounded({0, inf}).high == 1e300);
  CHECK(bounded({nan, nan}).high == 1e300);
  CHECK(bounded({nan, nan}).low == 0);
}
