// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

#include "fokker/grid/restriction.hpp"
#include "fokker/process/custom.hpp"
#include "fokker/process/langevin.hpp"
#include "fv/cell_masses.hpp"
#include "fv/line_edges.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Operator weighted_operator(const Process& process, const Grid& grid, int threads = 1) {
  const Assembler assembler(process, grid, Flux::automatic, threads);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  return L;
}

/// Masses that are in balance along every edge of a line, which add up to 1.
Array equilibrium(const Operator& L) {
  const Direction& along = L.directions.at(0);
  const Eigen::Index n = L.grid.cells();
  Array log_mass = Array::Zero(n);
  for (Eigen::Index i = 0; i + 1 < n; ++i)
    log_mass[i + 1] = log_mass[i] + std::log(along.up[i]) - std::log(along.down[i + 1]);
  const Array masses = (log_mass - log_mass.maxCoeff()).exp();
  return masses / masses.sum();
}

/// Shares of the integral of a density in the cells of a line, in parts between breaks.
Array exact_masses(const Grid& grid, const std::function<double(double)>& density, std::vector<double> breaks = {}) {
  using Quadrature = boost::math::quadrature::gauss_kronrod<double, 31>;
  const Array& edges = grid.axis(0).edges;
  Array masses(grid.cells());
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    std::vector<double> ends = {edges[i], edges[i + 1]};
    for (const double place : breaks)
      if (place > edges[i] && place < edges[i + 1]) ends.insert(ends.end() - 1, place);
    masses[i] = 0;
    for (std::size_t k = 0; k + 1 < ends.size(); ++k)
      masses[i] += Quadrature::integrate(density, ends[k], ends[k + 1], 10, 1e-14);
  }
  return masses / masses.sum();
}

double l1(const Array& a, const Array& b) { return (a - b).abs().sum(); }

}  // namespace

TEST_CASE("where slope and noise are uniform, line weights are the edges of Scharfetter and Gummel") {
  // a linear potential, whose process is linear: only its edges at faces are taken; with its transition hidden, lines
  for (const double slope : {0.0, 1e-3, 3.0, -40.0, 800.0}) {
    Process at_faces = langevin(formula(std::to_string(slope) + "*x"), 0.3), along_lines = at_faces;
    along_lines.transition = nullptr;
    REQUIRE(takes_line_weights(along_lines, Flux::automatic));
    REQUIRE_FALSE(takes_line_weights(at_faces, Flux::automatic));
    const Grid grid = line(-1, 2, 40);
    const Operator a = weighted_operator(at_faces, grid), b = weighted_operator(along_lines, grid);
    const Direction &expected = a.directions.at(0), &found = b.directions.at(0);
    // to which the quadrature of resistances agrees with that of halves of parts of cells
    CHECK((found.up / expected.up - 1).head(39).abs().maxCoeff() < 1e-10);
    CHECK((found.down / expected.down - 1).tail(39).abs().maxCoeff() < 1e-10);
    CHECK((found.up != expected.up).any());  // not the same edges by chance
  }
}

TEST_CASE("the discrete equilibrium of a double well is the masses of its cells") {
  for (const double temperature : {0.2, 0.05, 0.02, 0.004}) {
    const Grid grid = line(-2, 2, 100);
    const Operator L = weighted_operator(langevin(formula("(x^2-1)^2/4"), temperature), grid);
    const auto density = [&](double x) { return std::exp(-std::pow(x * x - 1, 2) / (4 * temperature)); };
    CHECK(l1(equilibrium(L), exact_masses(grid, density)) < 1e-12);  // quadrature to 1e-13, rounding of 100 ratios
  }
}

TEST_CASE("noise that jumps has the stationary density of its interpretation") {
  // D = 1 below and .09 above the jump, no drift: 1/D, 1/sqrt(D) and uniform
  const std::vector<std::pair<Interpretation, double>> laws = {
      {Interpretation::ito, 1}, {Interpretation::stratonovich, 0.5}, {Interpretation::isothermal, 0}};
  for (const auto& [interpretation, power] : laws)
    for (const double jump : {0.0, 0.013, 0.02}) {  // on a face, within a cell, at its centre
      const Grid grid = line(-2, 2, 100);
      const std::string noise = "if(x < " + std::to_string(jump) + ", 1, 0.3)";
      const Process process = custom_process({formula("0")}, {formula(noise)}, interpretation);
      Process nonlinear = process;
      nonlinear.transition = nullptr;
      const auto density = [&, p = power](double x) { return std::pow(x < jump ? 1 : 0.09, -p); };
      CAPTURE(jump);
      CAPTURE(power);
      CHECK(l1(equilibrium(weighted_operator(nonlinear, grid)), exact_masses(grid, density, {jump})) < 1e-12);
      // and with a drift
      const Process pulled = custom_process({formula("-0.5*x")}, {formula(noise)}, interpretation);
      const auto pulled_density = [&, p = power](double x) {
        const double D = x < jump ? 1 : 0.09;
        return std::exp(-0.5 * (x * x - jump * jump) / D) * std::pow(D, -p);
      };
      CHECK(l1(equilibrium(weighted_operator(pulled, grid)), exact_masses(grid, pulled_density, {jump})) < 1e-12);
    }
}

namespace {

/// Cell averages at t = 1 from a normal law, without an error of the steps.
Array after_one(const Process& process, const Grid& grid, double mean, double std) {
  IntegrateOptions options;
  options.stepper = Stepper::exponential;
  const StepTimes steps = step_times({0, 1}, 2, Spacing::uniform);
  return solve(process, grid, averages(grid, normal(mean, std * std)), steps, options).trajectory.densities.back();
}

/// Mass above a place, the density taken as uniform in each cell.
double mass_above(const Grid& grid, const Array& density, double place) {
  const Array &edges = grid.axis(0).edges, below = edges.head(grid.cells()), above = edges.tail(grid.cells());
  return (density * (above - below.max(place)).max(0)).sum();
}

/// Relative L1 distance from a solve on a grid that resolves the potential.
double error(const std::string& potential, Eigen::Index cells) {
  const Process process = langevin(formula(potential), 1);
  const Grid coarse = line(-2, 2, cells), fine = line(-2, 2, 20000);
  const Array reference = restricted(fine, coarse, after_one(process, fine, -0.5, 0.1));
  return mass(coarse, (after_one(process, coarse, -0.5, 0.1) - reference).abs());
}

std::string bump(double height, double place, double std) {
  return fmt::format("{}*exp(-0.5*((x - {})/{})^2)", height, place, std);
}

}  // namespace

TEST_CASE("a barrier that is thinner than a cell lets through what it lets through") {
  // 12 kT, std .003 in cells of .04: the mass beyond it is 1.93e-3 on 20000 cells with edges at faces
  const Grid grid = line(-2, 2, 100);
  const Array density = after_one(langevin(formula(bump(12, 0.013, 0.003)), 1), grid, -0.5, 0.1);
  CHECK(mass_above(grid, density, 0.013) == relative(1.93e-3).epsilon(0.05));  // the cell of the barrier has both sides
  CHECK(mass(grid, density) == relative(1).epsilon(1e-12));
  CHECK(error(bump(12, 0, 0.003), 100) < 1e-3);  // 3e-4: on a face both sides are cells of their own
}

TEST_CASE("a well that is thinner than a cell holds its mass") {
  CHECK(error(bump(-8, 0.013, 0.005), 100) < 1e-3);  // 3e-5 in a prototype with other reference points
  CHECK(error(bump(-8, 0, 0.005), 100) < 3e-2);      // on a face the flux into it is not the same all over two cells
}

TEST_CASE("ripples as long as a cell slow the motion") {
  const Grid grid = line(-4, 4, 200);
  const Process process = langevin(formula("2*cos(2*pi*x/0.04) + x^2/2"), 1);
  // -.825 on 20000 cells; without the ripples -.368
  CHECK(mean(grid, after_one(process, grid, -1, 0.3))[0] == relative(-0.825).epsilon(0.01));
}

TEST_CASE("rates of line weights are the same for every number of threads, and are not negative") {
  const ExpressionScope scope{{"x", "y"}, {}};
  const Process process =
      custom_process({Expression::parse("x - x^3 + y", scope), Expression::parse("-x*y", scope)},
                     {Expression::parse("if(x + y < 0.3, 1, 0.4)", scope), Expression::parse("0.2 + x^2", scope)},
                     Interpretation::stratonovich);
  const Grid grid({uniform_axis("x", -2, 2, 37), uniform_axis("y", -1, 2, 41)});
  const Operator one = weighted_operator(process, grid, 1), four = weighted_operator(process, grid, 4);
  REQUIRE(one.directions.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK((one.directions[k].up == four.directions[k].up).all());
    CHECK((one.directions[k].down == four.directions[k].down).all());
    CHECK((one.directions[k].up >= 0).all());
    CHECK((one.directions[k].down >= 0).all());
  }
}

namespace {

/// Largest rate of change of a cell's mass, in parts of the largest flux along an edge.
double unbalanced(const Operator& L, const Array& masses) {
  Array rate;
  L.apply(masses, rate);
  double largest = 0;
  for (const Direction& direction : L.directions) largest = std::max(largest, (direction.up * masses).maxCoeff());
  return rate.abs().maxCoeff() / largest;
}

}  // namespace

TEST_CASE("in two dimensions the masses of a potential's cells are in balance along all edges") {
  const ExpressionScope scope{{"x", "y"}, {}};
  const Process process = langevin(Expression::parse("(x^2-1)^2 + 2*x*y + y^4 + 3*exp(-((x-0.4)/0.02)^2)", scope), 0.2);
  const Grid grid({uniform_axis("x", -1.5, 1.5, 24), uniform_axis("y", -1.4, 1.4, 21)});
  const Array masses = process.equilibrium->box_mass(grid.lower_corners(), grid.upper_corners());
  // the equilibrium is integrated to 1e-6 there, cells here to 1e-13 of the largest; edges at faces are 0.1 off
  CHECK(unbalanced(weighted_operator(process, grid), masses) < 1e-6);
  Process shifted = process;
  shifted.discrete_potential->phi = [phi = process.discrete_potential->phi](double t, const PointsIn& x, ArrayOut out) {
    const Points moved = x + 1e-3;
    phi(t, moved, out);
  };
  CHECK(unbalanced(weighted_operator(shifted, grid), masses) > 1e-4);
}

TEST_CASE("two slow discs hold the mass of the inverse of their noise") {
  const ExpressionScope scope{{"x", "y"}, {}};
  const Expression noise = Expression::parse(
      "sqrt(2*if((x-1.5)^2 + (y-1.5)^2 < 0.16, 0.05, if((x-1.5)^2 + (y-4.5)^2 < 0.16, 0.01, 0.1)))", scope);
  const Expression none = Expression::parse("0", scope);
  Process process = custom_process({none, none}, {noise, noise}, Interpretation::ito);
  const Grid grid({uniform_axis("x", 0, 3, 60), uniform_axis("y", 0, 6, 120)});
  const Array masses = log_cell_means(
                           grid,
                           [D = process.diffusion(0)](const PointsIn& x, ArrayOut values) {
                             Points at(x.rows(), 2);
                             D(x, at);
                             values = -at.col(0).log();
                           },
                           1)
                           .exp() *
                       grid.volumes();
  CHECK(unbalanced(weighted_operator(process, grid), masses) <
        1e-12);  // sums of four fluxes whose rates are exp of logarithms
  const Points x = grid.centres();
  // in a box around a disc, less what is outside the disc; 200 in all
  const auto disc = [&](double centre) {
    const Array inside = ((x.col(0) - 1.5).abs() < 0.5 && (x.col(1) - centre).abs() < 0.5).cast<double>();
    const double unit = masses.minCoeff() / grid.volumes()[0];
    return 200 * ((inside * masses).sum() - unit * (1 - 0.16 * std::numbers::pi)) / masses.sum();
  };
  CHECK(disc(1.5) == relative(8.7317).epsilon(0.01));
  CHECK(disc(4.5) == relative(43.6587).epsilon(0.01));
}

TEST_CASE("noise that vanishes linearly at a boundary has its singular stationary density") {
  // gamma of shape q = 2 kappa theta/sigma^2; beta of shapes .2 and .6, singular at both ends
  for (const double q : {0.08, 0.5, 0.9, 2.5}) {
    const Process process = cox_ingersoll_ross(v1(1), v1(q / 2), v1(1));
    const Grid grid = line(0, 8, 100);
    Array masses(100);
    for (Eigen::Index i = 0; i < 100; ++i) {
      const Array& edges = grid.axis(0).edges;
      masses[i] = boost::math::gamma_p(q, 2 * edges[i + 1]) - boost::math::gamma_p(q, 2 * edges[i]);
    }
    CAPTURE(q);
    // the end of a cell that is taken out is 1e-6 of it and right to that part
    CHECK(l1(equilibrium(weighted_operator(process, grid)), masses / masses.sum()) < 1e-6);
  }
  const Process fisher = custom_process({formula("0.4*(0.25 - x)")}, {formula("sqrt(x*(1 - x))")}, Interpretation::ito);
  const Grid grid = line(0, 1, 50);
  Array masses(50);
  for (Eigen::Index i = 0; i < 50; ++i)
    masses[i] =
        boost::math::ibeta(0.2, 0.6, grid.axis(0).edges[i + 1]) - boost::math::ibeta(0.2, 0.6, grid.axis(0).edges[i]);
  CHECK(l1(equilibrium(weighted_operator(fisher, grid)), masses) < 1e-6);
}

TEST_CASE("a Wright-Fisher process has its beta law on cells that are narrow at both ends") {
  const Array u = Array::LinSpaced(101, 0, 1);
  const Grid grid({listed_axis("x", u.square() * (3 - 2 * u))});
  for (const auto& [lower, upper] : {std::pair{0.1, 0.1}, {0.1, 1.6}, {1.6, 0.1}, {0.4, 0.8}, {1.6, 1.6}}) {
    const double a = 0.5 * (lower + upper), b = lower / (lower + upper);
    const Process process = jacobi(v1(a), v1(b), v1(1));
    const Array expected = process.prior(1).box_mass(grid.lower_corners(), grid.upper_corners());
    CAPTURE(lower);
    CAPTURE(upper);
    const Array found = equilibrium(weighted_operator(process, grid));
    // the ends taken out are 3e-10 wide and right to that part; 1 less a place beside 1 has 4e-7 of it as rounding
    CHECK(l1(found, expected) < 1e-8);
    CHECK(l1(equilibrium(weighted_operator(jacobi(v1(a), v1(0.95 * b), v1(1)), grid)), expected) > 1e-3);
  }
}

TEST_CASE("an absorbing boundary at which the noise vanishes takes what paths bring there, in every statement of it") {
  const Grid grid({uniform_axis("x", 0, 2, 40, {Boundary::absorbing, Boundary::reflecting})});
  const double h = 0.05;
  const auto outflow = [&](const Process& process) {
    return weighted_operator(process, grid).directions.at(0).down[0];
  };
  const auto of = [](double value) { return Vector::Constant(1, value); };
  // a density c that leaves from 0 is even beside it, and sigma^2 (1 - q) c / 2 leaves, q = 2 kappa theta/sigma^2
  CHECK(outflow(cox_ingersoll_ross(of(0.0), of(0.0), of(0.6))) == relative(0.18 / h).epsilon(1e-6));
  CHECK(outflow(cox_ingersoll_ross(of(0.5), of(0.2), of(0.8))) == relative(0.22 / h).epsilon(0.03));
  CHECK(outflow(cox_ingersoll_ross(of(1.0), of(0.4), of(0.8))) == 0);  // above the ratio 1 no path reaches 0
  const auto power = [](double p) {
    return custom_process({formula("0*x")}, {formula(fmt::format("x^{}", p))}, Interpretation::ito);
  };
  // x^(1 - 2 p) leaves: 1 / integral of 2 x / D
  CHECK(outflow(power(0.7)) == relative(0.6 / (2 * std::pow(h, 0.6))).epsilon(1e-6));
  CHECK(outflow(power(1.0)) == 0);
}
