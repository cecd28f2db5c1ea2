// SPDX-License-Identifier: MIT
#include "view/raster.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace fokker;
using namespace fokker::view;

namespace {

double sum_of(const Raster& picture) {
  const double area = (picture.x.high - picture.x.low) / static_cast<double>(picture.columns) *
                      (picture.y.high - picture.y.low) / static_cast<double>(picture.rows);
  double sum = 0;
  for (const float value : picture.values) sum += value * area;
  return sum;
}

Window whole(const Axis& axis) { return {0, axis.cells() - 1}; }

}  // namespace

TEST_CASE("equal cells are drawn as they are, rows from the bottom") {
  const Axis x = uniform_axis("x", 0, 3, 3), y = uniform_axis("y", 0, 2, 2);
  Array density(6);
  density << 1, 2, 3, 4, 5, 6;  // (x, y): y fastest
  const Raster picture = raster(x, y, density, whole(x), whole(y));
  CHECK(picture.columns == 3);
  CHECK(picture.rows == 2);
  CHECK(picture.values == std::vector<float>{1, 3, 5, 2, 4, 6});
  const Raster part = raster(x, y, density, {1, 2}, {1, 1});
  CHECK(part.values == std::vector<float>{4, 6});
  CHECK(part.x.low == 1);
  CHECK(part.y.low == 1);
}

TEST_CASE("unequal and too many cells keep their mass") {
  const Axis x = geometric_axis("x", .1, 10, 40), y = uniform_axis("y", -1, 1, 700);
  const Grid grid({x, y});
  const Array density = grid.centres().col(0) * (1 + grid.centres().col(1));
  const Raster picture = raster(x, y, density, whole(x), whole(y));
  CHECK(picture.columns == 512);
  CHECK(picture.rows == 512);
  // 2^18 numbers in single precision, each rounded to 6e-8 of itself
  CHECK(std::abs(sum_of(picture) / mass(grid, density) - 1) < 1e-6);
}

TEST_CASE("the window holds what is visible") {
  const Grid grid({uniform_axis("x", -10, 10, 200)});
  const Array x = grid.centres().col(0);
  const Window window = visible_window(grid, (-x * x / 2).exp(), 0);
  const Range range = window.range(grid.axis(0));
  // exp(-x^2/2) = 1e-3 at 3.72; a cell is 0.1, and room of a twentieth is added on each side
  CHECK(range.low < -3.7);
  CHECK(range.low > -4.3);
  CHECK(range.high > 3.7);
  CHECK(range.high < 4.3);
  const Window both = united({1, 3}, {2, 5});
  CHECK(both.first == 1);
  CHECK(both.last == 5);
}
