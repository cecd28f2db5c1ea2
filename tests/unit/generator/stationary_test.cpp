// SPDX-License-Identifier: MIT
#include "fokker/generator/stationary.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// drift F - sin x on a ring, noise sqrt(2 T) with T = .5.
Process driven_ring(const std::string& force) {
  return custom_process({formula(force + " - sin(x)")}, std::vector<Expression>{formula("1")}, Interpretation::ito);
}

Grid ring(Eigen::Index cells) { return line(-M_PI, M_PI, cells, Boundary::periodic); }

/// Integrals of exp(-(V - V(0)) / T) over the cells, by Simpson's rule on 4000 parts: the exponent changes by at most
/// 0.003 in each, so its relative error is below 0.003^4/180 = 5e-13.
Array boltzmann_masses(const Grid& grid, double temperature) {
  constexpr int parts = 4000;
  Array masses = Array::Zero(grid.cells());
  const Array edges = grid.axis(0).edges;
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    const double h = (edges[i + 1] - edges[i]) / parts;
    for (int k = 0; k <= parts; ++k) {
      const double x = edges[i] + k * h, well = x * x - 1;
      masses[i] += (k == 0 || k == parts ? 1 : k % 2 == 1 ? 4 : 2) * h / 3 * std::exp(-well * well / temperature);
    }
  }
  return masses / masses.sum();
}

double production(const Process& process, const Grid& grid) {
  const Generator rates = generator(edges_of(process, grid));
  return entropy_production(rates.rates, stationary_masses(rates, grid));
}

}  // namespace

TEST_CASE("stationary masses are those of Boltzmann down to 1e-200") {
  const Grid grid = line(-2.2, 2.2, 512);
  const Process process = double_well(0.025);
  const Generator rates = generator(edges_of(process, grid));
  const Array masses = stationary_masses(rates, grid);
  const Array exact = boltzmann_masses(grid, 0.025);
  double worst = 0;
  for (Eigen::Index i = 0; i < exact.size(); ++i)
    if (exact[i] > 1e-200) worst = std::max(worst, std::abs(masses[i] / exact[i] - 1));
  CHECK(exact.minCoeff() < 1e-199);
  CHECK(worst < 1e-12);  // of exponents to 600: the rounding of each is 1.3e-13 of the mass
  CHECK(entropy_production(rates.rates, masses) < 1e-14);
  CHECK(in_detailed_balance(rates.rates, masses));
}

TEST_CASE("entropy production of a driven ring is of second order") {
  const double exact = 0.175593406037;  // F v / T, v from the exact density
  const double coarse = production(driven_ring("0.5"), ring(64)), fine = production(driven_ring("0.5"), ring(128));
  CHECK(std::abs(fine - exact) < 1e-3 * exact);
  CHECK(std::abs((4 * fine - coarse) / 3 - exact) < 1e-5 * exact);
  const Generator rates = generator(edges_of(driven_ring("0.5"), ring(64)));
  CHECK_FALSE(in_detailed_balance(rates.rates, stationary_masses(rates, ring(64))));
}

TEST_CASE("states that are left for good have no mass") {
  const Grid grid = line(0, 4, 4);
  const Generator chain{rates_of(4, {{1, 0, 1.0}, {2, 1, 1.0}, {3, 2, 1.0}, {2, 3, 3.0}}), {}, Array::Ones(4)};
  const Array masses = stationary_masses(chain, grid);
  CHECK(masses[0] == 0);
  CHECK(masses[1] == 0);
  CHECK(masses[2] == relative(0.75));
}

TEST_CASE("no or several stationary densities are refused") {
  const Grid grid = line(0, 4, 4);
  const Generator two{rates_of(4, {{1, 0, 1.0}, {0, 1, 1.0}, {3, 2, 1.0}, {2, 3, 1.0}}), {}, Array::Ones(4)};
  CHECK_THROWS_WITH(stationary_masses(two, grid), doctest::Contains("2 sets of cells that cannot be left"));
  CHECK_THROWS_WITH(stationary_masses(two, grid), doctest::Contains("x = 3.5"));
  const Grid open = line(-1, 1, 8, Boundary::absorbing);
  CHECK_THROWS_WITH(stationary_masses(generator(edges_of(brownian(v1(0), v1(1)), open)), open),
                    doctest::Contains("a process that ends, at x_lower"));
}
