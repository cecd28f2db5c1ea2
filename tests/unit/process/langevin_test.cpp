// SPDX-License-Identifier: MIT
#include "fokker/process/langevin.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "fv/cell_masses.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

double difference(const AffineLaw& a, const AffineLaw& b) {
  return std::max(
      {(a.A - b.A).cwiseAbs().maxCoeff(), (a.b - b.b).cwiseAbs().maxCoeff(), (a.C - b.C).cwiseAbs().maxCoeff()});
}

/// 1/2 D grad(phi) + rest - velocity, by central differences of phi, which are exact for a square.
double edge_defect(const Process& process, const Points& x) {
  constexpr double h = 1e-3;
  Points D(x.rows(), x.cols()), rest = D, v = D;
  process.diffusion(0)(x, D);
  process.discrete_potential->rest(0)(x, rest);
  process.divergence_drift(0)(x, v);
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    Points left = x, right = x;
    left.col(k) -= h;
    right.col(k) += h;
    Array below(x.rows()), above(x.rows());
    process.discrete_potential->phi(0, left, below);
    process.discrete_potential->phi(0, right, above);
    rest.col(k) += .5 * D.col(k) * (above - below) / (2 * h);
  }
  return (rest - v).abs().maxCoeff();
}

}  // namespace

TEST_CASE("the Boltzmann density of a Langevin process is its discrete equilibrium") {
  const Process process = langevin(formula("(x^2 - 1)^2 + y^2/2", {"x", "y"}), 0.25);
  const Grid grid({uniform_axis("x", -2, 2, 40), uniform_axis("y", -2, 2, 30)});
  const auto log_density = [](const PointsIn& x, ArrayOut values) {
    values = -((x.col(0).square() - 1).square() + 0.5 * x.col(1).square()) / 0.25;
  };
  Array masses = log_cell_means(grid, log_density, 1).exp() * grid.volumes();
  masses /= masses.sum();
  const Assembler assembler(process, grid);
  Operator L = assembler.blank();
  assembler.assemble(0, L);
  Array rate;
  L.apply(masses, rate);
  const double fastest = std::max(L.directions[0].up.maxCoeff(), L.directions[1].up.maxCoeff());
  // detailed balance holds on every edge up to rounding of the exponentials
  CHECK(rate.abs().maxCoeff() < 1e-13 * fastest * masses.maxCoeff());
  log_density(grid.centres(), masses);
  L.apply(masses.exp() * grid.volumes(), rate);  // the density at centres is another one, by some h^2
  CHECK(rate.abs().maxCoeff() > 1e-6 * fastest);
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

TEST_CASE("a quadratic potential gives the transition of an Ornstein-Uhlenbeck process") {
  // V = x^2/2 + x y/2 + y^2 - x: grad V = [[1, .5], [.5, 2]] (x, y) - (1, 0)
  const Matrix theta{{1, .5}, {.5, 2}};
  const Process process = langevin(formula("x^2/2 + x*y/2 + y^2 - x", {"x", "y"}), .7);
  REQUIRE(process.transition);
  const Vector mu{{2 / 1.75, -.5 / 1.75}};  // theta mu = (1, 0)
  const AffineLaw expected =
      coupled_ornstein_uhlenbeck(theta, mu, Vector::Constant(2, std::sqrt(1.4))).transition(0, 1);
  CHECK(difference(process.transition(.5, 1.5), expected) < 1e-14);  // the same series, coefficients to rounding
  CHECK_FALSE(langevin(formula("x^4"), 1).transition);
  CHECK_FALSE(langevin(formula("abs(x)"), 1).transition);
  CHECK_FALSE(langevin(formula("if(abs(x) < 1, 0, 3)"), 1).transition);  // its slope is 0 but at the steps
  CHECK_FALSE(kinetic_langevin(formula("if(abs(x) < 1, 0, 3)", {"x", "v"}), 1, 1).transition);
}

TEST_CASE("a damped harmonic oscillator has the closed form of the critical case") {
  // V = x^2, friction 2 sqrt 2: x'' + 2 w x' + w^2 x = noise with w = sqrt 2, mean x0 (1 + w t) e^(-w t)
  const double w = std::sqrt(2.0), t = .8;
  const Process process = kinetic_langevin(formula("x^2", {"x", "v"}), 2 * w, .3);
  REQUIRE(process.transition);
  const AffineLaw law = process.transition(0, t);
  CHECK(std::abs(law.A(0, 0) - (1 + w * t) * std::exp(-w * t)) < 1e-14);
  CHECK(std::abs(law.A(0, 1) - t * std::exp(-w * t)) < 1e-14);
  CHECK(std::abs(law.A(1, 0) + w * w * t * std::exp(-w * t)) < 1e-14);
}

TEST_CASE("the Boltzmann law of a harmonic oscillator stays where it is") {
  const Process process = kinetic_langevin(formula("2*x^2", {"x", "v"}), .5, .3);
  const GaussianMixture boltzmann({1.0}, {Vector::Zero(2)}, {Matrix(Vector{{.3 / 4, .3}}.asDiagonal())});
  const GaussianMixture later = marginal(process, boltzmann, 0, 2);
  CHECK((later.covariance() - boltzmann.covariance()).cwiseAbs().maxCoeff() < 1e-14);
  const Grid grid({uniform_axis("x", -2, 2, 60), uniform_axis("v", -4, 4, 60)});
  Array prior = cell_averages(grid, process.prior(1).box_mass);
  prior /= mass(grid, prior);
  // five Gauss nodes on cells of a quarter deviation; 5e-13 of the mass lies outside
  CHECK(total_variation(grid, prior, averages(grid, boltzmann)) < 1e-11);
}

TEST_CASE("noise acts on velocities alone, and the friction's potential gives back the drift") {
  const Process process = kinetic_langevin(formula("x^4 - x*t", {"x", "v"}), 1.5, .4);
  CHECK_FALSE(process.correlated);
  CHECK_FALSE(process.transition);
  CHECK_FALSE(process.prior);
  const Points x{{.3, -1}, {2, .7}};
  Points D(2, 2), v(2, 2);
  process.diffusion(0)(x, D);
  CHECK((D.col(0) == 0).all());
  CHECK((D.col(1) - 1.2).abs().maxCoeff() < 1e-15);
  process.divergence_drift(.5)(x, v);
  CHECK((v.col(0) == x.col(1)).all());
  // a few operations on numbers up to 32
  CHECK((v.col(1) - (-4 * x.col(0).cube() + .5 - 1.5 * x.col(1))).abs().maxCoeff() < 1e-13);
  CHECK(edge_defect(process, x) < 1e-11);  // rounding of phi over 2 h
  CHECK(edge_defect(critically_damped(4, .25, 1), x) < 1e-11);
  const Points places{{.3, -1, 2, .7}, {2, .7, -1, .3}};
  CHECK(edge_defect(critically_damped(4, .25, 1, 2), places) < 1e-11);
  CHECK(edge_defect(kinetic_langevin(formula("x^4*y - x*t", {"x", "y", "u", "v"}), 1.5, .4), places) < 1e-11);
}

TEST_CASE("two positions in separate wells move as two oscillators of one position each") {
  const Process both = kinetic_langevin(formula("x^2 + y^2/4", {"x", "y", "u", "v"}), 1.5, .4);
  REQUIRE(both.transition);
  const AffineLaw law = both.transition(0, .7);
  const std::vector<std::string> wells = {"x^2", "x^2/4"};
  for (Eigen::Index k = 0; k < 2; ++k) {
    const Process one = kinetic_langevin(formula(wells[static_cast<std::size_t>(k)], {"x", "v"}), 1.5, .4);
    const AffineLaw own = one.transition(0, .7);
    const std::vector<Eigen::Index> axes = {k, k + 2};
    // the same series; more doublings of a matrix of more entries change its last digits alone
    CHECK((law.A(axes, axes) - own.A).cwiseAbs().maxCoeff() < 1e-14);
    CHECK((law.C(axes, axes) - own.C).cwiseAbs().maxCoeff() < 1e-14);
  }
  CHECK(law.C(0, 1) == 0);
  CHECK(law.A(2, 3) == 0);
}

TEST_CASE("the forces on two positions are frozen over a step as the transition has them where they are linear") {
  const std::vector<std::string> axes = {"x", "y", "u", "v"};
  const Process linear = kinetic_langevin(formula("x + 2*y", axes), 2, .5);
  const Process hidden = kinetic_langevin(formula("if(x < 1e9, x + 2*y, 0)", axes), 2, .5);
  REQUIRE(linear.transition);
  REQUIRE(hidden.split);
  const FrozenStep step = hidden.split->step(0, .6);
  Points force(1, 4);
  hidden.split->frozen(0)(Points::Zero(1, 4), force);
  const AffineLaw expected = linear.transition(0, .6);
  // a few products of numbers below 2
  CHECK((step.linear.A - expected.A).cwiseAbs().maxCoeff() < 1e-15);
  CHECK((step.Phi * force.row(0).transpose().matrix() - expected.b).cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("friction needs a position and a velocity, and a potential of the position") {
  CHECK_THROWS_WITH_AS(kinetic_langevin(formula("x^2"), 1, 1), doctest::Contains("two or four axes"), Error);
  CHECK_THROWS_WITH_AS(kinetic_langevin(formula("x^2 + v", {"x", "v"}), 1, 1), doctest::Contains("'v'"), Error);
  CHECK_THROWS_AS(kinetic_langevin(formula("x^2", {"x", "v"}), 0, 1), Error);
  CHECK_THROWS_AS(kinetic_langevin(formula("x^2", {"x", "y", "u"}), 1, 1), Error);
  CHECK_THROWS_WITH_AS(kinetic_langevin(formula("x^2 + v", {"x", "y", "u", "v"}), 1, 1), doctest::Contains("'v'"),
                       Error);
}
