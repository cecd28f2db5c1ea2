// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/grid/restriction.hpp"
#include "relative.hpp"
#include "study/levels.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const Grid grid = line(0, 1, 16);

/// p + c h^2 + b h^4 with h = 1 on 16 cells, p and the terms as exact cell averages of polynomials.
GridSolution solution(const Grid& on, double h, double c, double b) {
  const auto term = [&](int power) {
    return cell_averages(on, [power](const PointsIn& lower, const PointsIn& upper) -> Array {
      return upper.col(0).pow(power) - lower.col(0).pow(power);
    });
  };
  GridSolution result;
  result.densities = {term(1) + c * h * h * term(2) + b * std::pow(h, 4) * term(3)};
  result.statistics.steps = static_cast<std::int64_t>(16 / h);
  return result;
}

GridSolution combined(double c, double b, bool with_between) {
  const GridSolution between = solution(refined(grid, 3, 2), 2. / 3, c, b);
  return extrapolated(grid, {solution(refined(grid, 1, 2), 2, c, b), solution(grid, 1, c, b),
                             solution(refined(grid, 2), .5, c, b), with_between ? &between : nullptr});
}

Array true_error(const GridSolution& result) { return (result.densities[0] - 1).abs(); }

}  // namespace

TEST_CASE("a second-order error is removed and the error estimate is that of the fourth order") {
  const GridSolution result = combined(1e-2, 1e-5, false);
  CHECK(shows_second_order(result));
  CHECK(result.orders[0] == relative(2).epsilon(0.01));
  // E1 is off by b/4 times the term, whose average on a coarse cell stands for both of its halves
  CHECK(mass(grid, true_error(result)) == relative(1e-5 / 4).epsilon(1e-6));
  CHECK(mass(grid, result.errors[0]) == relative(1e-5 / 4).epsilon(1e-6));
  CHECK(result.statistics.steps == 32);
}

TEST_CASE("an order that is not believed asks for three halves of the cells; these give the fourth-order term") {
  const GridSolution doubted = combined(1e-2, 1e-2, false);
  CHECK_FALSE(shows_second_order(doubted));
  // without them the estimate is above the true error
  CHECK(mass(grid, doubted.errors[0]) > mass(grid, true_error(doubted)));
  const GridSolution known = combined(1e-2, 1e-2, true);
  CHECK(mass(grid, known.errors[0]) == relative(1e-2 / 4).epsilon(1e-6));
}

TEST_CASE("solutions that agree have no order, nothing to doubt and no error") {
  const GridSolution result = combined(0, 0, false);
  CHECK(std::isnan(result.orders[0]));
  CHECK(shows_second_order(result));
  CHECK(result.errors[0].maxCoeff() < 1e-14);  // rounding of sums of order 1
}

TEST_CASE("where the extrapolant is negative the finest solution stands, counted, and its error is no smaller") {
  const Grid fine = refined(grid, 2);
  GridSolution half, same, twice;
  half.densities = {Array::Ones(8)};
  same.densities = {Array::Ones(16)};
  twice.densities = {Array::Ones(32)};
  twice.densities[0].head(2) = 0.1;  // 4/3 x 0.1 - 1/3 = -0.2
  const GridSolution result = extrapolated(grid, {half, same, twice});
  CHECK(result.replaced_cells == 1);
  CHECK(result.replaced_mass == relative(0.3 / 16).epsilon(1e-14));
  CHECK(result.densities[0][0] == relative(0.1).epsilon(1e-15));
  CHECK(result.errors[0][0] >= 0.3 - 1e-15);
}

TEST_CASE("ledgers are extrapolated like densities") {
  GridSolution half = solution(refined(grid, 1, 2), 2, 0, 0), same = solution(grid, 1, 0, 0);
  GridSolution twice = solution(refined(grid, 2), .5, 0, 0);
  half.absorbed = {Array{{1.6, 0.14}}};
  same.absorbed = {Array{{0.4, 0.1}}};
  twice.absorbed = {Array{{0.1, 0.1}}};
  const GridSolution result = extrapolated(grid, {half, same, twice});
  CHECK(result.absorbed[0][0] == 0);
  CHECK(result.absorbed[0][1] == relative(0.1).epsilon(1e-15));
  CHECK(result.absorbed_errors[0][0] < 1e-15);  // of second order: 1.6, .4, .1 and 0
  CHECK(result.absorbed_errors[0][1] == relative(0.04 / 9).epsilon(1e-12));
}
