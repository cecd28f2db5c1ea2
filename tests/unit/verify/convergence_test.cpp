// SPDX-License-Identifier: MIT
#include "fokker/verify/convergence.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "relative.hpp"

using namespace fokker;

TEST_CASE("orders are base-two logarithms of neighbouring distances, and none where a distance is 0") {
  const Refinement result = refinement({0.4, 0.1, 0.0125, 0});
  REQUIRE(result.orders.size() == 3);
  CHECK(result.orders[0] == relative(2).epsilon(1e-15));
  CHECK(result.orders[1] == relative(3).epsilon(1e-15));
  CHECK(std::isnan(result.orders[2]));
  CHECK(refinement({1.0}).orders.empty());
}
