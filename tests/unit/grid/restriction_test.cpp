// SPDX-License-Identifier: MIT
#include "fokker/grid/restriction.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid box() { return Grid({uniform_axis("x", -1, 2, 4), uniform_axis("y", 0, 1, 6), uniform_axis("z", 0, 5, 2)}); }

/// A law whose box masses are polynomials, so that averages on any two grids fit each other exactly.
BoxMass polynomial() {
  return [](const PointsIn& a, const PointsIn& b) -> Array {
    Array mass = b.col(0).cube() - a.col(0).cube();
    for (Eigen::Index k = 1; k < a.cols(); ++k) mass *= b.col(k).square() - a.col(k).square();
    return mass;
  };
}

}  // namespace

TEST_CASE("restriction gives the cell averages of the coarse grid in every dimension") {
  for (const Eigen::Index ratio : {2, 3}) {
    const Grid coarse = box(), fine = refined(coarse, ratio);
    CHECK(fine.cells() == ratio * ratio * ratio * coarse.cells());
    const Array restriction = restricted(fine, coarse, cell_averages(fine, polynomial()));
    const Array averages = cell_averages(coarse, polynomial());
    // 27 products and sums: a few units of rounding of the largest average
    CHECK((restriction - averages).abs().maxCoeff() < 1e-14 * averages.abs().maxCoeff());
  }
}

TEST_CASE("spreading and restricting gives the values back") {
  const Grid coarse = box(), fine = refined(coarse, 2);
  const Array values = Array::LinSpaced(coarse.cells(), 1, 3);
  // equal halves of a volume differ by rounding of the edges
  CHECK((restricted(fine, coarse, spread(coarse, fine, values)) / values - 1).abs().maxCoeff() < 1e-14);
}

TEST_CASE("grids that do not fit are refused") {
  CHECK_THROWS_AS(restricted(refined(box(), 3, 2), box(), Array::Ones(162)), Error);
  CHECK_THROWS_AS(restricted(box(), refined(box(), 2), Array::Ones(48)), Error);
  CHECK_THROWS_AS(restricted(refined(box(), 2), Grid({uniform_axis("x", -1, 2, 4)}), Array::Ones(384)), Error);
  CHECK_THROWS_AS(refined(Grid({uniform_axis("x", 0, 1, 7)}), 1, 2), Error);
  CHECK_THROWS_AS(refined(Grid({uniform_axis("x", 0, 1, 2)}), 1, 2), Error);
}

TEST_CASE("halving a grid keeps its boundaries and ends") {
  const Grid half = refined(Grid({uniform_axis("x", -1, 2, 8, {Boundary::absorbing, Boundary::reflecting})}), 1, 2);
  CHECK(half.axis(0).cells() == 4);
  CHECK(half.axis(0).edges[4] == 2);
  CHECK(half.axis(0).lower == Boundary::absorbing);
}

TEST_CASE("a grid is coarsened to any part of its cells, nested where that divides them") {
  const Grid grid = Grid({uniform_axis("x", 0, 1, 10), listed_axis("y", Array::LinSpaced(8, 0, 7).square())});
  const Grid half = coarsened(grid, 1, 2);
  CHECK(half.axis(0).cells() == 5);
  CHECK(half.axis(0).edges[2] == grid.axis(0).edges[4]);
  CHECK(half.axis(1).cells() == 3);
  CHECK(half.axis(1).edges[1] == relative(4 + 5. / 3));  // a third of 7 cells: edge 2 and a third
  CHECK(half.axis(1).edges[3] == 49);
  CHECK_THROWS_AS(coarsened(grid, 1, 7), Error);
}

TEST_CASE("remapping keeps mass, sums nested cells and is of third order between grids that are not nested") {
  const auto smooth = [](const Grid& grid) { return averages(grid, GaussianMixture({1.0}, {v1(.1)}, {m1(.2)})); };
  double before = 0;
  for (const Eigen::Index cells : {60, 120, 240}) {
    const Grid fine = line(-3, 3, cells), coarse = line(-3, 3, cells * 3 / 5);
    const Array found = remapped(fine, coarse, smooth(fine));
    CHECK(mass(coarse, found) == relative(mass(fine, smooth(fine))).epsilon(1e-14));
    const double error = ((found - smooth(coarse)).abs() * coarse.volumes()).sum();
    if (before > 0) CHECK(std::log2(before / error) == relative(3).epsilon(0.1));
    before = error;
  }
  const Grid fine = line(-3, 3, 60), half = refined(fine, 1, 2);
  CHECK((remapped(fine, half, smooth(fine)) - restricted(fine, half, smooth(fine))).abs().maxCoeff() < 1e-14);
}

TEST_CASE("remapping goes axis by axis") {
  const Grid fine({uniform_axis("x", -4, 4, 50), uniform_axis("y", -3, 5, 70)});
  const Grid coarse({uniform_axis("x", -4, 4, 33), uniform_axis("y", -3, 5, 47)});
  const GaussianMixture law({1.0}, {Vector::Constant(2, .3)}, {Matrix{{.8, .2}, {.2, .6}}});
  const Array difference = remapped(fine, coarse, averages(fine, law)) - averages(coarse, law);
  // third order: (h/sigma)^3 / 100 of the density, h/sigma = .2
  CHECK(0.5 * (difference.abs() * coarse.volumes()).sum() < 1e-4);
}
