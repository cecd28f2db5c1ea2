// SPDX-License-Identifier: MIT
#include "generator/aggregation.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "fokker/generator/elimination.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// (x^2 - 1)^2 + y^2/2 at T = 1/4, whose force is turned by a part of itself.
Process turned_well(const std::string& turn) {
  const auto of = [](const std::string& text) { return formula(text, {"x", "y"}); };
  const std::string slope = "4*x*(x^2 - 1)";
  return custom_process({of("-" + slope + " + " + turn + "*y"), of("-y - " + turn + "*" + slope)},
                        {of("sqrt(0.5)"), of("sqrt(0.5)")}, Interpretation::ito);
}

Grid plane(Eigen::Index across, Eigen::Index up) {
  return Grid({uniform_axis("x", -2.5, 2.5, across), uniform_axis("y", -2.5, 2.5, up)});
}

StateList all_states(const Grid& grid) {
  StateList states(static_cast<std::size_t>(grid.cells()));
  std::iota(states.begin(), states.end(), 0);
  return states;
}

}  // namespace

TEST_CASE("aggregation finds the masses of an elimination, all of them positive") {
  for (const char* turn : {"0", "1"}) {
    const Grid grid = plane(72, 72);
    const RateMatrix rates = generator(edges_of(turned_well(turn), grid)).rates;
    const Array found = aggregated_stationary(rates, grid, all_states(grid));
    const Array expected = Elimination(rates, Array::Zero(grid.cells())).stationary();
    CHECK(found.minCoeff() > 0);
    // residual 1e-13 of the flow over the slowest relaxation, 1e-3 of its rates
    CHECK((found - expected).abs().sum() < 1e-9);
    CHECK(((found - expected) / expected).abs().maxCoeff() < 1e-7);
  }
}

TEST_CASE("axes of unequal cells are coarsened where rates are fast") {
  const Grid grid = plane(192, 16);
  const RateMatrix rates = generator(edges_of(turned_well("1"), grid)).rates;
  const Array found = aggregated_stationary(rates, grid, all_states(grid));
  const Array expected = Elimination(rates, Array::Zero(grid.cells())).stationary();
  CHECK((found - expected).abs().sum() < 1e-9);
}
