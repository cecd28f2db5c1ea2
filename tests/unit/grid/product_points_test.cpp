// SPDX-License-Identifier: MIT
#include "grid/product_points.hpp"

#include <doctest/doctest.h>

using namespace fokker;

namespace {

Array numbers(std::initializer_list<double> values) {
  return Eigen::Map<const Array>(values.begin(), std::ssize(values));
}

}  // namespace

TEST_CASE("points of a product are numbered with the last axis fastest, in blocks as in one piece") {
  const ProductPoints points({numbers({1, 2}), numbers({3, 4, 5}), numbers({6, 7})});
  REQUIRE(points.count() == 12);
  Points all(12, 3);
  points.fill(0, all);
  for (Eigen::Index i = 0; i < 12; ++i)
    for (int k = 0; k < 3; ++k) CHECK(all(i, k) == points.along(k)[points.position(i, k)]);
  CHECK(all.row(7).isApprox(Eigen::RowVector3d(2, 3, 7).array()));
  for (Eigen::Index begin = 0; begin < 12; ++begin)
    for (Eigen::Index n = 1; begin + n <= 12; ++n) {
      Points block(n, 3);
      points.fill(begin, block);
      CHECK((block == all.middleRows(begin, n)).all());
    }
}

TEST_CASE("centres across an axis take its coordinates alone from elsewhere") {
  const Grid grid({uniform_axis("x", 0, 2, 2), uniform_axis("y", 0, 3, 3)});
  const ProductPoints faces = centres_across(grid, 1, grid.axis(1).edges);
  CHECK(faces.count() == 8);
  CHECK((faces.along(0) == grid.axis(0).centres()).all());
  CHECK((faces.along(1) == grid.axis(1).edges).all());
}
