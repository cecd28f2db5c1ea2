// SPDX-License-Identifier: MIT
#include "fokker/grid/history.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace fokker;

TEST_CASE("a history of kept densities gives them back by number") {
  const Grid grid({uniform_axis("x", 0, 1, 2)});
  const DensityHistory history = history_of({grid, {0, 1}, {Array{{1, 2}}, Array{{3, 4}}}});
  CHECK(history.times == std::vector<double>{0, 1});
  CHECK((*history.density(1) == Array{{3, 4}}).all());
  CHECK_THROWS_AS(history.density(2), std::out_of_range);
}
