// SPDX-License-Identifier: MIT
#include "fv/vanishing_line.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "fokker/process/catalogue.hpp"
#include "fokker/process/custom.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr double kappa = 0.5, theta = 0.04;

Process heston(double correlation, double vol_of_vol = 1, const std::string& more_of_drift = "0") {
  const auto text = [](const std::string& of) { return formula(of, {"S", "v"}); };
  return custom_process({text("0"), text(fmt::format("{}*({} - v) + {}", kappa, theta, more_of_drift))},
                        {{text("S*sqrt(v)"), text("0")},
                         {text(fmt::format("{}*sqrt(v)", correlation * vol_of_vol)),
                          text(fmt::format("{}*sqrt(v)", vol_of_vol * std::sqrt(1 - correlation * correlation)))}},
                        Interpretation::ito);
}

Grid prices(const Axis& variance) { return Grid({uniform_axis("S", 0, 4.1, 41), variance}); }

/// Density after a year from the cell at (1.05, .04).
Integration after_a_year(const Process& process, const Grid& grid) {
  Array start = Array::Zero(grid.cells());
  const Axis& variance = grid.axis(1);
  const Eigen::Index v = std::lower_bound(variance.edges.begin(), variance.edges.end(), 0.04) - variance.edges.begin();
  const Eigen::Index cell = 10 * variance.cells() + v - 1;
  start[cell] = 1 / grid.volumes()[cell];
  return solve(process, grid, start, step_times({0, 1}, 40, Spacing::uniform));
}

/// The same of the variance alone, by line weights.
Array variance_after_a_year(const Axis& axis, double factor = 1) {
  const Grid grid({axis});
  Array start = Array::Zero(grid.cells());
  const Eigen::Index v = std::lower_bound(axis.edges.begin(), axis.edges.end(), 0.04) - axis.edges.begin();
  start[v - 1] = 1 / axis.width(v - 1);
  const Process process = cox_ingersoll_ross(v1(kappa), v1(factor * theta), v1(1));
  return solve(process, grid, start, step_times({0, 1}, 40, Spacing::uniform)).trajectory.densities.back() *
         grid.volumes();
}

}  // namespace

TEST_CASE("Heston's variance below the Feller ratio has the law of the variance alone, the price keeps its mean") {
  for (const double correlation : {-0.7, 0.5})
    for (const Axis& variance : {power_axis("v", 0, 5, 100), uniform_axis("v", 0, 5, 200)}) {
      CAPTURE(correlation);
      CAPTURE(variance.width(0));
      const Grid grid = prices(variance);
      const Array density = after_a_year(heston(correlation), grid).trajectory.densities.back();
      const Array found = axis_masses(grid, density, 1), right = variance_after_a_year(variance);
      const auto distance = [&](const Array& masses) { return 0.5 * (masses - right).abs().sum(); };
      const auto mean_of = [&](const Array& masses) { return (masses * variance.centres()).sum(); };
      CHECK(mass(grid, density) == relative(1).epsilon(1e-12));
      CHECK(density.minCoeff() >= 0);
      // at most 2.0e-3, 1.1 % and .4 % (mass that the boundary at 4.1 turns back) on price cells of .1
      CHECK(distance(found) < 3e-3);
      CHECK(mean_of(found) == relative(mean_of(right)).epsilon(0.02));
      CHECK(mean(grid, density)[0] == relative(1.05).epsilon(5e-3));
      CHECK(distance(variance_after_a_year(variance, 1.05)) > 3e-3);
    }
}

TEST_CASE("values at points stay above the ratio, and where the noise of the axis depends on others") {
  const Grid grid = prices(uniform_axis("v", 0, 2, 40));
  REQUIRE(VanishingLine::find(heston(-0.7), grid, Flux::automatic, 0, 1));
  CHECK(VanishingLine::find(heston(-0.7), grid, Flux::automatic, 0, 1)->axis() == 1);
  CHECK_FALSE(VanishingLine::find(heston(-0.7), grid, Flux::semi_lagrangian, 0, 1));
  CHECK_FALSE(VanishingLine::find(heston(-0.7, 0.19), grid, Flux::automatic, 0, 1));  // ratio 1.1
  CHECK_FALSE(
      VanishingLine::find(heston(-0.7, 1, "0.1*S*v"), grid, Flux::automatic, 0, 1));  // a drift with another axis
  CHECK_FALSE(VanishingLine::find(heston(-0.7), prices(uniform_axis("v", 0.1, 2, 40)), Flux::automatic, 0, 1));
}

TEST_CASE(
    "edges of correlated noise that vanishes have the same bits for every number of threads, and are not negative") {
  const Grid grid = prices(power_axis("v", 0, 5, 60));
  const auto edges = [&](int threads) {
    const Assembler assembler(heston(-0.7), grid, Flux::automatic, threads);
    Operator L = assembler.blank();
    assembler.assemble(0, L);
    return L;
  };
  const Operator one = edges(1), three = edges(3);
  REQUIRE(one.directions.size() == three.directions.size());
  for (std::size_t k = 0; k < one.directions.size(); ++k) {
    CHECK((one.directions[k].up == three.directions[k].up).all());
    CHECK((one.directions[k].down == three.directions[k].down).all());
    CHECK(std::min(one.directions[k].up.minCoeff(), one.directions[k].down.minCoeff()) >= 0);
  }
}
