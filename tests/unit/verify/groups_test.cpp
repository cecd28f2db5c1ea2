// SPDX-License-Identifier: MIT
#include "verify/groups.hpp"

#include <doctest/doctest.h>

using namespace fokker;

namespace {
using Numbers = std::vector<std::int32_t>;
const Grid kSixCells({uniform_axis("x", 0, 6, 6)});
}  // namespace

TEST_CASE("full cells stand alone, sparse ones are gathered with each other up to 25 expected particles") {
  const Array density{{0.3, 0.01, 0.5, 0.02, 0.16, 0.01}};
  const Groups groups = merged_cells(kSixCells, density, 1000);
  CHECK(groups.of_cell == Numbers{0, 2, 1, 2, 3, 4, 4});
  CHECK(groups.expected.isApprox(Array{{300, 500, 30, 160, 10}}));
  CHECK(groups.scale().isApprox(Array{{300, 500, 30, 160, 25}}));
}

TEST_CASE("what the density leaves outside is a cell after the last") {
  const Array density{{0.4, 0, 0, 0, 0, 0.1}};
  const Groups groups = merged_cells(kSixCells, density, 100);
  CHECK(groups.of_cell == Numbers{0, 2, 2, 2, 2, 2, 1});
  CHECK(groups.expected.isApprox(Array{{40, 50, 10}}));
}

TEST_CASE("sums add the cells of each group") {
  const Groups groups = merged_cells(kSixCells, Array{{0.3, 0.01, 0.5, 0.02, 0.16, 0.01}}, 1000);
  CHECK((groups.sums(Array{{1, 2, 3, 4, 5, 6}}, 7) == Array{{1, 3, 6, 5, 13}}).all());
}

TEST_CASE("too few particles for one group make none") {
  CHECK(merged_cells(kSixCells, Array::Constant(6, 1.0 / 6), 24).expected.size() == 0);
}
