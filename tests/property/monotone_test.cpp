// SPDX-License-Identifier: MIT
// What backward Euler on edges has as a product of stochastic matrices, and where SDIRK2 is linear.
#include <doctest/doctest.h>

#include "cases.hpp"
#include "fv/cell_masses.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Case backward_euler_case(AllowedBoundaries boundaries = AllowedBoundaries::any) {
  Case at = random_case(edges_alone, boundaries);
  at.stepper = Stepper::backward_euler;
  return at;
}

/// sum m log(m/q) - m + q, >= 0 in every cell
double relative_entropy(const Array& m, const Array& q) {
  double sum = 0;
  for (Eigen::Index i = 0; i < m.size(); ++i) sum += m[i] > 0 ? m[i] * std::log(m[i] / q[i]) - m[i] + q[i] : q[i];
  return sum;
}

/// Steps from random masses towards `equilibrium`: it stays, and the entropy relative to it never grows.
void check_decay(const Case& at, Array equilibrium, Numbers& numbers) {
  equilibrium /= equilibrium.sum();
  const double bound = rounding(at.L, at.dt);
  // each direction alone keeps it (detailed balance), whose relative rounding is that of phi, some 100 ulp, and of
  // quadrature, some thousand
  RC_ASSERT((stepped(at, equilibrium) - equilibrium).abs().maxCoeff() <= 1000 * bound);
  Array masses = random_masses(at.grid.cells(), numbers);
  // d entropy = log(m/q) dm
  const double steepest = 1 + std::max(std::abs(std::log(equilibrium.minCoeff())), 70.0);
  double entropy = relative_entropy(masses, equilibrium);
  for (int k = 0; k < 3; ++k) {
    masses = stepped(at, masses);
    const double next = relative_entropy(masses, equilibrium);
    RC_ASSERT(next <= entropy + 100 * steepest * bound);
    entropy = next;
  }
}

}  // namespace

TEST_CASE("backward Euler keeps the order of two densities") {
  CHECK(rc::check([] {
    const Case at = backward_euler_case();
    Numbers numbers;
    const Array p = random_masses(at.grid.cells(), numbers), more = random_masses(at.grid.cells(), numbers);
    RC_ASSERT((stepped(at, p + more) - stepped(at, p)).minCoeff() >= -3 * rounding(at.L, at.dt));
  }));
}

TEST_CASE("backward Euler brings two densities no further apart in L1") {
  CHECK(rc::check([] {
    const Case at = backward_euler_case();
    Numbers numbers;
    const Array p = random_masses(at.grid.cells(), numbers), q = random_masses(at.grid.cells(), numbers);
    RC_ASSERT((stepped(at, p) - stepped(at, q)).abs().sum() <= (p - q).abs().sum() + 2 * rounding(at.L, at.dt));
  }));
}

TEST_CASE("backward Euler is linear") {
  CHECK(rc::check([] {
    const Case at = backward_euler_case();
    Numbers numbers;
    const Array p = random_masses(at.grid.cells(), numbers), q = random_masses(at.grid.cells(), numbers);
    const double a = numbers.between(0, 1);
    const Array together = stepped(at, a * p + (1 - a) * q);
    RC_ASSERT((together - a * stepped(at, p) - (1 - a) * stepped(at, q)).abs().maxCoeff() <= 2 * rounding(at.L, at.dt));
  }));
}

TEST_CASE("SDIRK2 is linear where the limiter did not act") {
  CHECK(rc::check([] {
    Case at = random_case(edges_alone);
    at.stepper = Stepper::sdirk2;
    at.dt = std::min(at.dt, .1);
    Numbers numbers;
    const auto smooth = [&] {
      const Array masses = at.grid.volumes() * (1 + .3 * (at.grid.centres().col(0) * numbers.between(-2, 2)).sin());
      return Array(masses / masses.sum());
    };
    const Array p = smooth(), q = smooth();
    const double a = numbers.between(0, 1);
    StepStatistics statistics;
    const Array first = stepped(at, p, statistics), second = stepped(at, q, statistics),
                together = stepped(at, a * p + (1 - a) * q, statistics);
    RC_PRE(statistics.limited_lines == 0);
    RC_ASSERT((together - a * first - (1 - a) * second).abs().maxCoeff() <= 2 * rounding(at.L, at.dt));
  }));
}

TEST_CASE("between reflecting boundaries backward Euler lowers the entropy relative to the Boltzmann density") {
  CHECK(rc::check([] {
    Case at = backward_euler_case(AllowedBoundaries::reflecting);
    Numbers numbers;
    at.process = random_langevin(at.grid.dimension(), numbers);
    at.L = assembled(at.process, at.grid, Flux::automatic, 0);
    const auto phi = [&at](const PointsIn& x, ArrayOut values) { at.process.discrete_potential->phi(0, x, values); };
    const Array means = log_cell_means(at.grid, phi, 1);
    check_decay(at, (means - means.maxCoeff()).exp() * at.grid.volumes(), numbers);
  }));
}

TEST_CASE("with correlated noise and a gradient drift too") {
  CHECK(rc::check([] {
    Numbers numbers;
    const int d = pick(2, 3);
    const Grid grid = random_grid(d, AllowedBoundaries::reflecting, numbers);
    // v = -1/2 D H x has the density e^(-x.Hx/2); w = -H x is linear, so that the edges hold it exactly
    const Matrix G = random_noise(d, numbers), root = random_noise(d, numbers), H = root * root.transpose();
    const Process process = coupled_ornstein_uhlenbeck(.5 * G * G.transpose() * H, Vector::Zero(d), G);
    const Case at{grid, process, assembled(process, grid, Flux::automatic, 0), numbers.decades(1e-4, 1e3),
                  Stepper::backward_euler};
    const Matrix x = grid.centres().matrix();
    const Array U = .5 * (x * H).cwiseProduct(x).rowwise().sum().array();
    check_decay(at, (U.minCoeff() - U).exp() * at.grid.volumes(), numbers);
  }));
}
