// SPDX-License-Identifier: MIT
#include "fokker/generator/correlation.hpp"

#include <doctest/doctest.h>

#include "fokker/generator/stationary.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// The double well at T = .25 with the observable x.
struct Well {
  explicit Well(Eigen::Index cells)
      : grid(line(-2.4, 2.4, cells)),
        rates(generator(edges_of(double_well(.25), grid))),
        masses(stationary_masses(rates, grid)),
        x(grid.centres().col(0)) {}
  Grid grid;
  Generator rates;
  Array masses, x;
};

}  // namespace

TEST_CASE("integral correlation time and power spectrum of the double well") {
  const auto time = [](Eigen::Index cells) {
    const Well well(cells);
    return integrated_correlation(well.rates, well.masses, {well.x, well.x}) / (well.masses * well.x.square()).sum();
  };
  CHECK(extrapolated(time, 120) == relative(32.36232881).epsilon(1e-5));
  for (const auto& [w, exact] : {std::pair(1.0, .063269151694), std::pair(5.0, .00843025729128)}) {
    const auto spectrum = [w = w](Eigen::Index cells) {
      const Well well(cells);
      return power_spectrum(well.rates, well.masses, well.x, {w})[0];
    };
    CHECK(extrapolated(spectrum, 120) == relative(exact).epsilon(1e-5));
  }
}

TEST_CASE("correlation over time") {
  const auto ratio = [](Eigen::Index cells) {
    const Well well(cells);
    const std::vector<double> C = stationary_correlation(well.rates, well.masses, {well.x, well.x}, {.5, 3, cells / 6});
    return std::pair(C[1] / C[0], C[2] / C[0]);
  };
  const auto half = [&](Eigen::Index cells) { return ratio(cells).first; };
  const auto one = [&](Eigen::Index cells) { return ratio(cells).second; };
  CHECK(extrapolated(half, 120) == relative(.9512364649).epsilon(1e-5));
  CHECK(extrapolated(one, 120) == relative(.935408082928).epsilon(1e-5));
}

TEST_CASE("two observables of a rotating process are not symmetric in time") {
  const std::vector<std::string> axes = {"x", "y"};
  const Process rotation =
      custom_process({formula("-x + 2*y", axes), formula("-2*x - y", axes)},
                     std::vector<Expression>{formula("sqrt(2)", axes), formula("sqrt(2)", axes)}, Interpretation::ito);
  const Grid grid({uniform_axis("x", -5, 5, 40), uniform_axis("y", -5, 5, 40)});
  const Generator rates = generator(edges_of(rotation, grid));
  const Array masses = stationary_masses(rates, grid);
  const Array x = grid.centres().col(0), y = grid.centres().col(1);
  const double forward = stationary_correlation(rates, masses, {x, y}, {.2, 2, 40})[1];
  const double back = stationary_correlation(rates, masses, {y, x}, {.2, 2, 40})[1];
  // <x(t) y(0)> = e^-t sin 2t and its negative; 40 cells of .25
  CHECK(forward == relative(std::exp(-.2) * std::sin(.4)).epsilon(3e-2));
  CHECK(back == relative(-forward).epsilon(1e-3));
}
