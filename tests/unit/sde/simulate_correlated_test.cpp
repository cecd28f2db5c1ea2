// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "fokker/process/custom.hpp"
#include "sde/boundaries.hpp"
#include "unit/sde/runs.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

constexpr int kSide = 8;
/// Chi-square with 63 degrees of freedom exceeds this once in 1e6 runs (Wilson and Hilferty's approximation).
const double kChiSquareBound = 63 * std::pow(1 - 2.0 / (9 * 63) + 4.7534 * std::sqrt(2.0 / (9 * 63)), 3);

Grid unit_square(Boundary boundary) {
  return Grid(
      {uniform_axis("x", 0, 1, kSide, {boundary, boundary}), uniform_axis("y", 0, 1, kSide, {boundary, boundary})});
}

/// Pearson's statistic of positions against the uniform law on the unit square.
double chi_square(const Points& x) {
  const Histogram counts = histogram(unit_square(Boundary::reflecting), x, 1);
  const double expected = counts.total / (kSide * kSide);
  return (counts.counts - expected).square().sum() / expected;
}

Points uniform_positions(Eigen::Index count) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform;
  return Points::NullaryExpr(count, 2, [&](Eigen::Index, Eigen::Index) { return uniform(random); });
}

Points moved(const Process& process, const Grid& grid, Points start, double end, int steps) {
  return simulate(process, grid, {std::move(start), 0}, unobserved(uniform_times(end, steps)),
                  {.control = {.threads = 2}})
      .ensemble.positions;
}

const Matrix root{{1, 0}, {.8, .6}};  // of D = [[1, .8], [.8, 1]]

}  // namespace

TEST_CASE("Euler-Maruyama with a matrix of noise has the law of its linear recursion, not with noise 5 % off") {
  const Matrix theta{{1, .6}, {-.4, 1.5}};
  const Matrix G{{.3, .9}, {-.2, .5}};
  const auto covariance = [&](const Matrix& D) {
    Matrix C = Matrix::Zero(2, 2);
    const Matrix step = Matrix::Identity(2, 2) - .05 * theta;
    for (int k = 0; k < 40; ++k) C = (step * C * step.transpose() + .05 * D).eval();
    return C;
  };
  const Grid plane({uniform_axis("x", -50, 50, 4), uniform_axis("y", -50, 50, 4)});
  const Process process = coupled_ornstein_uhlenbeck(theta, Vector::Zero(2), G);
  const Matrix C = sample_moments(final_positions(process, plane, Vector::Zero(2), uniform_times(2, 40))).covariance;
  const auto all_agree = [&](const Matrix& truth) {
    bool result = true;
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j) {
        const double error = std::sqrt(truth(i, i) * truth(j, j) + truth(i, j) * truth(i, j)) / kRoot;
        result &= agrees(C(i, j), truth(i, j), error);
      }
    return result;
  };
  CHECK(all_agree(covariance(G * G.transpose())));
  CHECK_FALSE(all_agree(covariance(G.transpose() * G)));
  CHECK_FALSE(all_agree(covariance(1.05 * 1.05 * G * G.transpose())));
}

TEST_CASE("the uniform law stays uniform between boundaries that reflect along the conormal, not along the normal") {
  // D constant, v = 0: J . n = 0 is n . D grad p = 0. 50 000 particles tell 0.2 % of chi-square distance
  const Points start = uniform_positions(50'000);
  const Points x = moved(brownian(Vector::Zero(2), root), unit_square(Boundary::reflecting), start, .2, 100);
  CHECK(chi_square(start) < kChiSquareBound);
  CHECK(chi_square(x) < kChiSquareBound);

  // the same motion with each coordinate folded by itself
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  const auto ends = boundaries::ends_of(unit_square(Boundary::reflecting));
  Points other = start;
  for (int step = 0; step < 100; ++step)
    for (Eigen::Index i = 0; i < other.rows(); ++i) {
      const Vector n = std::sqrt(2e-3) * root * Vector{{normal(random), normal(random)}};
      for (int k = 0; k < 2; ++k) {
        const double y = other(i, k) + n[k];
        other(i, k) = ends[0].contain(y) ? y : boundaries::bring_back(ends[static_cast<std::size_t>(k)], y);
      }
    }
  CHECK(chi_square(other) > 2 * kChiSquareBound);
}

TEST_CASE("the uniform law of an isothermal process stays uniform under a D that varies and turns, not of an Ito one") {
  // v = 0 and J . n = 0: the uniform law is stationary; 100 steps leave less than 2e-4 of chi-square distance
  const auto process = [](Interpretation how) {
    const auto f = [](const char* text) { return Expression::parse(text, {{"x", "y"}, {}, true, {}}); };
    return custom_process({f("0"), f("0")}, {{f("1 + 0.4*sin(3*y)"), f("0")}, {f("0.9*cos(2*x)"), f("0.5 + 0.3*x")}},
                          how);
  };
  const Points start = uniform_positions(50'000);
  const Grid grid = unit_square(Boundary::reflecting);
  CHECK(chi_square(moved(process(Interpretation::isothermal), grid, start, .2, 100)) < kChiSquareBound);
  CHECK(chi_square(moved(process(Interpretation::ito), grid, start, .2, 100)) > 2 * kChiSquareBound);
}

TEST_CASE(
    "paths cross an absorbing boundary with the variance of their axis, not with 5 % more noise, whatever root of D") {
  // x alone is Brownian motion with D_xx = 1 in [-1, 1]: survival .3707774 at t = 1 (4/pi series, oracles)
  const Grid strip({uniform_axis("x", -1, 1, 4, {Boundary::absorbing, Boundary::absorbing}),
                    uniform_axis("y", -50, 50, 4, {Boundary::reflecting, Boundary::reflecting})});
  const auto survivors = [&](double factor) {
    const Process process = brownian(Vector::Zero(2), factor * Matrix{{.6, .8}, {0, 1}});
    const Points x = final_positions(process, strip, Vector::Zero(2), uniform_times(1, 100));
    return 1 - static_cast<double>(x.col(0).isNaN().count()) / static_cast<double>(x.rows());
  };
  const double survival = .3707774, error = std::sqrt(survival * (1 - survival)) / kRoot;
  CHECK(agrees(survivors(1), survival, error));
  CHECK_FALSE(agrees(survivors(1.05), survival, error));
}

TEST_CASE("correlated positions are bitwise the same for 1, 2 and 7 threads under every kind of boundary") {
  for (const Boundary boundary : {Boundary::reflecting, Boundary::absorbing, Boundary::periodic}) {
    const auto run = [&](int threads) {
      return final_positions(brownian(Vector::Constant(2, .5), root), unit_square(boundary), Vector::Constant(2, .4),
                             uniform_times(.2, 37), threads, 10'001);
    };
    const Points one = run(1);
    for (const int threads : {2, 7}) {
      const Points many = run(threads);
      CHECK((one == many || (one.isNaN() && many.isNaN())).all());
    }
  }
}

TEST_CASE("a process without noise in one axis keeps to its flow there, up to absorbing boundaries") {
  // kinetic motion without force from v = 1: x = t up to the small noise of v, so all pass x = .5 before t = 1
  const Expression zero = Expression::parse("0", {{"x", "v"}, {}, true, {}});
  const Process process = kinetic_langevin(zero, 1e-4, 1e-4);
  const Grid grid({uniform_axis("x", -1, .5, 4, {Boundary::absorbing, Boundary::absorbing}),
                   uniform_axis("v", -5, 5, 4, {Boundary::reflecting, Boundary::reflecting})});
  const Vector start{{0, 1}};
  // deviations of x are below 1e-4: 1000 of them to x = .4 and .5
  CHECK(final_positions(process, grid, start, uniform_times(.4, 40), 2, 1000).col(0).isFinite().all());
  CHECK(final_positions(process, grid, start, uniform_times(.6, 60), 2, 1000).col(0).isNaN().all());
}
