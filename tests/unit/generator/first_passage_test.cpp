// SPDX-License-Identifier: MIT
#include "fokker/generator/first_passage.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fokker/generator/stationary.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Process drift(const std::string& text) {
  return custom_process({formula(text)}, std::vector<Expression>{formula("1")}, Interpretation::ito);
}

double largest_error_in_disc(Eigen::Index cells) {
  const Grid grid({uniform_axis("x", -1.5, 1.5, cells), uniform_axis("y", -1.5, 1.5, cells)});
  const Generator exits = generator(edges_of(brownian(Vector::Zero(2), Vector::Ones(2)), grid),
                                    {region("out", "x^2 + y^2 >= 1", {"x", "y"})});
  const Array mean = first_passage(exits, 1).moments[0];
  const Array exact = 0.5 * (1 - grid.centres().square().rowwise().sum());
  return ((mean - exact) * exits.outside).abs().maxCoeff();
}

}  // namespace

TEST_CASE("moments of leaving an interval") {
  // Brownian motion on [-1, 1]: E T = 1 - x^2, E T^2 = (1 - x^2)(5 - x^2)/3
  const Grid grid = line(-1, 1, 200, Boundary::absorbing);
  const FirstPassage found = first_passage(generator(edges_of(brownian(v1(0), v1(1)), grid)), 2);
  const Array x = grid.centres().col(0);
  const Array mean = 1 - x.square(), square = (1 - x.square()) * (5 - x.square()) / 3;
  // second order: h^2 = 1e-4 times derivatives of the size of 1
  CHECK((found.moments[0] - mean).abs().maxCoeff() < 1e-4);
  CHECK((found.moments[1] - square).abs().maxCoeff() < 3e-4);
  CHECK((found.splitting[0] + found.splitting[1] - 1).abs().maxCoeff() < 1e-13);
}

TEST_CASE("splitting and conditional times with drift") {
  const auto found = [](Eigen::Index cells) {
    const Grid grid = line(-1, 1, cells, Boundary::absorbing);
    return std::pair(grid, first_passage(generator(edges_of(drift("0.8"), grid)), 2));
  };
  const auto upper = [&](Eigen::Index cells) {
    const auto [grid, passage] = found(cells);
    return value_at(grid, passage.splitting[1], 0);
  };
  const auto time = [&](Eigen::Index cells) {
    const auto [grid, passage] = found(cells);
    return value_at(grid, passage.conditional[0][0], 0);
  };
  CHECK(extrapolated(upper, 100) == relative(.83201838513392).epsilon(1e-7));
  CHECK(extrapolated(time, 100) == relative(.83004596283481).epsilon(1e-6));
}

TEST_CASE("a region is met by distance in one dimension") {
  const auto mean = [](Eigen::Index cells) {
    const Grid grid = line(-2.5, 2.5, cells);
    return value_at(
        grid, first_passage(generator(edges_of(double_well(.25), grid), {region("right", "x >= 1")}), 1).moments[0],
        -1);
  };
  const double exact = 69.263644760836;
  CHECK(std::abs(mean(280) - exact) < 1e-5 * exact);
  CHECK(std::abs(mean(280) - 1.05 * exact) > 1e-5 * exact);
}

TEST_CASE("a disc that cuts cells keeps second order") {
  const double coarse = largest_error_in_disc(64), fine = largest_error_in_disc(128);
  CHECK(fine < 1e-4);
  CHECK(std::log2(coarse / fine) > 1.7);
}

TEST_CASE("transition paths of the double well") {
  const Grid grid = line(-2.5, 2.5, 500);
  const Operator L = edges_of(double_well(.25), grid);
  const Array masses = stationary_masses(generator(L), grid);
  const Committor found = committor(L, {region("a", "x <= -1"), region("b", "x >= 1")}, masses);
  CHECK(found.flux == relative(.00721879424229657).epsilon(1e-6));
  CHECK(found.rate == relative(.0144375884845931).epsilon(1e-6));
  CHECK((found.forward + found.backward - 1).abs().maxCoeff() < 1e-10);  // reversible: one is 1 minus the other
}

TEST_CASE("a process without exits is refused") {
  const Grid grid = line(-1, 1, 10);
  CHECK_THROWS_WITH(first_passage(generator(edges_of(brownian(v1(0), v1(1)), grid)), 1),
                    doctest::Contains("without an exit"));
}
