// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/process/langevin.hpp"
#include "fokker/process/law.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid square(double half, Eigen::Index cells) {
  return Grid({uniform_axis("x", -half, half, cells), uniform_axis("y", -half, half, cells)});
}

DensityIntegral integral_on(const Grid& grid, const Law& law) {
  return integral(*law.density, grid.lower_corners(), grid.upper_corners());
}

}  // namespace

TEST_CASE("a density is integrated over boxes by a rule of degree nine") {
  const auto quartic = [](const PointsIn& x, ArrayOut values) { values = x.col(0).pow(8) * x.col(1).square(); };
  // integral of x^8 over [0, 2] times that of y^2 over [-1, 1]; the tabulated nodes carry 13 digits
  const double expected = 512.0 / 9 * 2 / 3;
  CHECK(mass_of(density_law(2, quartic), Vector{{0, -1}}, Vector{{2, 1}}) == relative(expected).epsilon(1e-11));
  CHECK_FALSE(density_law(2, quartic).normalised);
}

TEST_CASE("a density below 0 is refused with the place") {
  const Law law = density_law(1, [](const PointsIn& x, ArrayOut values) { values = x.col(0); });
  CHECK(mass_of(law, 0, 1) == relative(.5).epsilon(1e-12));
  try {
    mass_of(law, -1, 0);
    FAIL("a negative density passed");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::problem);
    CHECK(std::string(error.what()).find("a density of -0.95") != std::string::npos);
  }
}

TEST_CASE("lines of any width between the nodes of the cells keep their weights") {
  const Grid grid = line(-3, 6, 225);
  const double h = 0.04;
  for (const double share : {0.2, 0.1, 0.05, 0.01, 1e-3, 1e-5}) {
    const std::string std = std::to_string(share * h * 1e6) + "e-6";
    const Law law =
        density_law(formula("0.3*exp(-0.5*((x-0.0131)/" + std + ")^2) + 0.7*exp(-0.5*((x-3.0007)/" + std + ")^2)"), 0);
    const Array p = cell_averages(grid, law.box_mass);
    const double total = std::sqrt(2 * std::numbers::pi) * share * h;
    CAPTURE(share);
    // a part left whole hides at most 1e-6; some tens of them lie around each line
    CHECK(std::abs(mass(grid, p) / total - 1) < 1e-4);
    const Array beyond = (grid.centres().col(0) > 1.5).cast<double>() * p * grid.volumes();
    CHECK(std::abs(beyond.sum() / mass(grid, p) - 0.7) < 1e-4);
    CHECK(integral_on(grid, law).hidden < 1e-6);
  }
}

TEST_CASE("a ring a twentieth of a cell wide is integrated to a thousandth") {
  const Grid grid = square(1.5, 100);  // cells 0.03
  const double std = 0.0015;
  const Law law = density_law(formula("exp(-0.5*((sqrt(x^2+y^2)-1)/0.0015)^2)", {"x", "y"}), 0);
  const DensityIntegral found = integral_on(grid, law);
  CHECK(std::abs(found.total / (2 * std::numbers::pi * std::sqrt(2 * std::numbers::pi) * std) - 1) < 1e-3);
  CHECK(found.narrow > 0.9);
}

TEST_CASE("where the density varies little the cells are left to the quadrature, to the last bit") {
  const Grid grid = line(-6, 6, 120);
  const Expression bell = formula("exp(-x^2/2)");
  const Law bounded = density_law(bell, 0), plain = density_law(1, bell.at(0));
  CHECK((cell_averages(grid, bounded.box_mass) == cell_averages(grid, plain.box_mass)).all());
  CHECK(integral_on(grid, bounded).narrow == 0);
}

TEST_CASE("a density in too many places reports what it may hide") {
  // 1e5 lines in 50 cells: more than the parts allowed
  const Law law = density_law(formula("exp(-((x - floor(x*1e5 + 0.5)/1e5)/1e-9)^2)"), 0);
  CHECK(integral_on(line(0, 1, 50), law).hidden > 1e-3);
}

TEST_CASE("the Boltzmann density has the mass of a well within a cell") {
  // -8 kT, std 0.005 in cells of 0.04: reference by a trapezoidal sum over 4e6 points
  const Process process = langevin(formula("x^2/2 - 8*exp(-0.5*((x-0.013)/0.005)^2)"), 1);
  const Law law = process.prior(0);
  const Grid grid = line(-2, 2, 100);
  const auto U = [](double x) { return x * x / 2 - 8 * std::exp(-0.5 * std::pow((x - 0.013) / 0.005, 2)); };
  double sum = 0;
  constexpr int points = 4'000'000;
  for (int i = 0; i < points; ++i) sum += std::exp(-U(-2 + 4 * (i + 0.5) / points)) * 4 / points;
  CHECK(std::abs(mass(grid, cell_averages(grid, law.box_mass)) / sum - 1) < 1e-4);
}
