#include "fokker/grid/restriction.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"

using namespace fokker;

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

TEST_CASE("halving a grid keeps its walls and ends") {
  const Grid half = refined(Grid({uniform_axis("x", -1, 2, 8, {Boundary::absorbing, Boundary::reflecting})}), 1, 2);
  CHECK(half.axis(0).cells() == 4);
  CHECK(half.axis(0).edges[4] == 2);
  CHECK(half.axis(0).lower == Boundary::absorbing);
}
