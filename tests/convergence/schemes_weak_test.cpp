// SPDX-License-Identifier: MIT
// Weak orders of the particles' schemes, without sampling noise: expectations over a step are Gauss-Hermite sums.
#include <doctest/doctest.h>

#include <Eigen/Eigenvalues>
#include <cmath>

#include "unit/sde/steps.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Quadrature {
  Vector nodes, weights;
};

/// Gauss-Hermite rule for a standard normal (Golub and Welsch, Math. Comp. 23 (1969) 221): exact to degree 2 size - 1.
Quadrature gauss_hermite(int size) {
  Matrix jacobi = Matrix::Zero(size, size);
  for (int k = 1; k < size; ++k) jacobi(k, k - 1) = jacobi(k - 1, k) = std::sqrt(k);
  const Eigen::SelfAdjointEigenSolver<Matrix> parts(jacobi);
  return {parts.eigenvalues(), parts.eigenvectors().row(0).array().square().matrix().transpose()};
}

/// log2 of how much the error falls when the step is halved.
double order(double coarse, double fine) { return std::log2(std::abs(coarse / fine)); }

/// Error of E[x^2] at t = 1 of geometric Brownian motion from 1: each step multiplies x by an independent factor.
double growth_error(Scheme scheme, int steps) {
  const double mu = 0.3, sigma = 0.5, h = 1.0 / steps;
  const Quadrature rule = gauss_hermite(12);
  const Points factors = stepped(geometric_brownian(Vector::Constant(1, mu), Vector::Constant(1, sigma)), scheme,
                                 NoiseKind::own_axis, Points::Ones(12, 1), {0, h},
                                 [&](const sde::Step&, random::Use, int, std::size_t, std::size_t, double* out) {
                                   std::copy(rule.nodes.begin(), rule.nodes.end(), out);
                                 });
  const double square = (rule.weights.array() * factors.col(0).square()).sum();
  return std::pow(square, steps) - std::exp(2 * mu + sigma * sigma);
}

/// Error of the variance at t = 1 of a VP process from 3, whose coefficients depend on t.
double schedule_error(Scheme scheme, int steps) {
  const Process vp = variance_preserving(0.1, 4, 1);
  const double exact = vp.transition(0, 1).C(0, 0);
  return affine_moments(vp, scheme, uniform_times(1, steps), {3, 0}).variance - exact;
}

/// Error of E[f(X)] at t = 1 for dX = (X/2 + sqrt(X^2 + 1)) dt + sqrt(X^2 + 1) dW from 0, whose solution is
/// sinh(t + W); f = asinh^2, so that E = 2. All combinations of 5 nodes per step.
double sinh_error(Scheme scheme, int steps) {
  Process process = one_dimensional_brownian(0, 1);
  process.drift = [](double) -> Field {
    return [](const PointsIn& x, PointsOut out) { out = 0.5 * x + (x.square() + 1).sqrt(); };
  };
  process.divergence_drift = [](double) -> Field {
    return [](const PointsIn& x, PointsOut out) { out = -0.5 * x + (x.square() + 1).sqrt(); };
  };
  process.noise = [](double) -> Field {
    return [](const PointsIn& x, PointsOut out) { out = (x.square() + 1).sqrt(); };
  };
  const Quadrature rule = gauss_hermite(5);
  const auto leaves = static_cast<Eigen::Index>(std::lround(std::pow(5, steps)));
  const auto digit = [](std::size_t leaf, std::uint32_t step) {
    return static_cast<Eigen::Index>(leaf / static_cast<std::size_t>(std::lround(std::pow(5, step))) % 5);
  };
  const Points x = stepped(process, scheme, NoiseKind::own_axis, Points::Zero(leaves, 1), uniform_times(1, steps),
                           [&](const sde::Step& step, random::Use, int, std::size_t, std::size_t count, double* out) {
                             for (std::size_t i = 0; i < count; ++i) out[i] = rule.nodes[digit(i, step.index)];
                           });
  double sum = 0;
  for (Eigen::Index i = 0; i < leaves; ++i) {
    double weight = 1;
    for (std::uint32_t k = 0; k < static_cast<std::uint32_t>(steps); ++k)
      weight *= rule.weights[digit(static_cast<std::size_t>(i), k)];
    sum += weight * std::pow(std::asinh(x(i, 0)), 2);
  }
  return sum - 2;
}

}  // namespace

// The bounds .15 and .3 of the orders are those the project asks for; nothing here is random.

TEST_CASE("Euler-Maruyama and Milstein have weak order 1, Platen's scheme 2, where noise grows with x") {
  for (const Scheme scheme : {Scheme::euler_maruyama, Scheme::milstein, Scheme::heun}) {
    INFO(name_of(scheme));
    CHECK(std::abs(order(growth_error(scheme, 32), growth_error(scheme, 64)) - 1) < 0.15);
  }
  CHECK(std::abs(order(growth_error(Scheme::platen, 16), growth_error(Scheme::platen, 32)) - 2) < 0.3);
}

TEST_CASE("for noise that depends on time, Heun, Platen and SRA1 have weak order 2, Euler-Maruyama 1") {
  CHECK(std::abs(order(schedule_error(Scheme::euler_maruyama, 64), schedule_error(Scheme::euler_maruyama, 128)) - 1) <
        0.15);
  for (const Scheme scheme : {Scheme::heun, Scheme::platen, Scheme::sra1}) {
    INFO(name_of(scheme));
    CHECK(std::abs(order(schedule_error(scheme, 32), schedule_error(scheme, 64)) - 2) < 0.3);
  }
}

TEST_CASE("the orders are seen on a nonlinear problem too") {
  CHECK(std::abs(order(sinh_error(Scheme::euler_maruyama, 4), sinh_error(Scheme::euler_maruyama, 8)) - 1) < 0.15);
  CHECK(std::abs(order(sinh_error(Scheme::platen, 4), sinh_error(Scheme::platen, 8)) - 2) < 0.3);
}
