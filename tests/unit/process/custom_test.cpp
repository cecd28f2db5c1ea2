#include "fokker/process/custom.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Expression formula(const std::string& text, const std::vector<std::string>& axes = {"x"}) {
  return Expression::parse(text, {axes, {}, true, {}});
}

double at(const FieldAt& field, double x, double t = 0) {
  Points point(1, 1), value(1, 1);
  point << x;
  field(t)(point, value);
  return value(0, 0);
}

}  // namespace

TEST_CASE("the three interpretations of geometric noise are those of the closed forms") {
  // noise s x: D = s^2 x^2, 1/2 div D = s^2 x
  const double s = 0.5, x = 2;
  const auto process = [&](Interpretation how) { return custom_process({formula("0.1*x")}, {formula("0.5*x")}, how); };
  const Process ito = process(Interpretation::ito);
  CHECK(at(ito.drift, x) == doctest::Approx(0.1 * x).epsilon(1e-15));
  CHECK(at(ito.velocity, x) == doctest::Approx(0.1 * x - s * s * x).epsilon(1e-15));
  const Process stratonovich = process(Interpretation::stratonovich);
  CHECK(at(stratonovich.drift, x) == doctest::Approx(0.1 * x + 0.5 * s * s * x).epsilon(1e-15));
  CHECK(at(stratonovich.velocity, x) == doctest::Approx(0.1 * x - 0.5 * s * s * x).epsilon(1e-15));
  const Process isothermal = process(Interpretation::isothermal);
  CHECK(at(isothermal.drift, x) == doctest::Approx(0.1 * x + s * s * x).epsilon(1e-15));
  CHECK(at(isothermal.velocity, x) == doctest::Approx(0.1 * x).epsilon(1e-15));
  CHECK(at(ito.diffusion, x) == doctest::Approx(s * s * x * x).epsilon(1e-15));
  CHECK(at(ito.noise, x) == doctest::Approx(s * x).epsilon(1e-15));
}

TEST_CASE("an Ornstein-Uhlenbeck process written as formulas is the one of the catalogue, bit for bit on the grid") {
  const Grid grid = line(-4, 4, 64);
  const Array start = averages(grid, normal(1, 0.1));
  const StepTimes steps = step_times({0, 1}, 20, Spacing::uniform);
  const Process written = custom_process({formula("0.5 - x")}, {formula("0.8")}, Interpretation::ito);
  const Array a = solve(written, grid, start, steps).trajectory.densities.back();
  const Array b = solve(ornstein_uhlenbeck(v1(1), v1(0.5), v1(0.8)), grid, start, steps).trajectory.densities.back();
  // 0.8 * 0.8 and the drift are the same doubles up to one rounding
  CHECK((a - b).abs().maxCoeff() < 1e-13);
}

TEST_CASE("the Boltzmann density of a Langevin process is its discrete equilibrium") {
  const Process process = langevin(formula("(x^2 - 1)^2 + y^2/2", {"x", "y"}), 0.25);
  const Grid grid({uniform_axis("x", -2, 2, 40), uniform_axis("y", -2, 2, 30)});
  const Points c = grid.centres();
  Array masses = (-((c.col(0).square() - 1).square() + 0.5 * c.col(1).square()) / 0.25).exp() * grid.volumes();
  masses /= masses.sum();
  const Assembler assembler(process, grid);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  Array rate;
  L.apply(masses, rate);
  const double fastest = std::max(L.directions[0].up.maxCoeff(), L.directions[1].up.maxCoeff());
  // detailed balance holds on every edge up to rounding of the exponentials
  CHECK(rate.abs().maxCoeff() < 1e-13 * fastest * masses.maxCoeff());
}

TEST_CASE("the prior of a Langevin process is proportional to the Boltzmann density") {
  const Process process = langevin(formula("x^2/2"), 2);
  const Law prior = process.prior(1);
  CHECK_FALSE(prior.normalised);
  const Grid grid = line(-12, 12, 200);
  Array p = cell_averages(grid, prior.box_mass);
  p /= mass(grid, p);
  // five Gauss nodes on cells of 0.085 deviations; 2e-17 of the mass lies outside
  CHECK(total_variation(grid, p, averages(grid, normal(0, 2))) < 1e-12);
  CHECK_FALSE(langevin(formula("t*x^2"), 2).prior);
}

TEST_CASE("a drift that is not finite is explained by the part of the formula that fails") {
  const Process process = custom_process({formula("1 + log(x - 0.5)")}, {formula("1")}, Interpretation::ito);
  const std::string text = process.explain(v1(-1), 0.25);
  CHECK(text.find("log(x - 0.5)") != std::string::npos);
  CHECK(text.find("x = -1") != std::string::npos);
  CHECK(process.explain(v1(2), 0).empty());
}

TEST_CASE("a drift and a noise of different dimension are refused") {
  CHECK_THROWS_AS(custom_process({formula("x")}, {}, Interpretation::ito), Error);
}
