// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "relative.hpp"
#include "unit/sde/runs.hpp"

using namespace fokker;
using namespace fokker::test;
using std::numbers::pi;

namespace {

double surviving(const Points& x) {
  return 1 - static_cast<double>(x.col(0).isNaN().count()) / static_cast<double>(x.rows());
}

}  // namespace

TEST_CASE("Brownian motion between absorbing boundaries survives with the closed form's probability") {
  // from 0 in [-1, 1], sigma = 1, t = 1: sum of 4 (-1)^n / ((2n+1) pi) exp(-(2n+1)^2 pi^2 sigma^2 t / 8) = .3707774
  const auto survival = [](double sigma) {
    double sum = 0;
    for (int n = 0; n < 20; ++n) {
      const double odd = 2 * n + 1;
      sum += (n % 2 == 0 ? 4 : -4) / (odd * pi) * std::exp(-odd * odd * pi * pi * sigma * sigma / 8);
    }
    return sum;
  };
  CHECK(survival(1) == relative(0.3707774).epsilon(1e-7));
  const Points x =
      final_positions(one_dimensional_brownian(0, 1), line(-1, 1, Boundary::absorbing, Boundary::absorbing),
                      Vector::Zero(1), uniform_times(1, 100));
  const auto error = [](double p) { return std::sqrt(p * (1 - p)) / kRoot; };
  CHECK(agrees(surviving(x), survival(1), error(survival(1))));
  CHECK_FALSE(agrees(surviving(x), survival(1.05), error(survival(1.05))));
}

TEST_CASE("one absorbing boundary opposite a reflecting one") {
  // from 0 in [-1, 1], reflecting at -1: the same motion on [-3, 1] between absorbing boundaries
  double survival = 0;
  for (int n = 0; n < 40; ++n) {
    const double odd = 2 * n + 1;
    survival += 4 / (odd * pi) * std::sin(odd * pi * 3 / 4) * std::exp(-odd * odd * pi * pi / 32);
  }
  const Points x =
      final_positions(one_dimensional_brownian(0, 1), line(-1, 1, Boundary::reflecting, Boundary::absorbing),
                      Vector::Zero(1), uniform_times(1, 100));
  CHECK(agrees(surviving(x), survival, std::sqrt(survival * (1 - survival)) / kRoot));
  CHECK_FALSE(agrees(1.05 * surviving(x), survival, std::sqrt(survival * (1 - survival)) / kRoot));
  CHECK((x.col(0).isNaN() || (x.col(0) >= -1 && x.col(0) <= 1)).all());
}

TEST_CASE(
    "between reflecting boundaries the cosine modes decay as in the heat equation, and stay within the boundaries") {
  // E cos(n pi x) = cos(n pi x0) exp(-n^2 pi^2 sigma^2 t / 2) on [0, 1]; folding is exact for Brownian motion
  const Points x =
      final_positions(one_dimensional_brownian(0, 1), line(0, 1, Boundary::reflecting, Boundary::reflecting),
                      Vector::Constant(1, 0.3), uniform_times(0.1, 4));
  CHECK((x >= 0 && x <= 1).all());
  for (const int n : {1, 2}) {
    const auto mode = [&](double variance) {
      return std::cos(n * pi * 0.3) * std::exp(-n * n * pi * pi * variance / 2);
    };
    const double mean = (n * pi * x).cos().mean();
    const double error = std::sqrt((n * pi * x).cos().square().mean() - mean * mean) / kRoot;
    CHECK(agrees(mean, mode(0.1), error));
    if (n == 1) CHECK_FALSE(agrees(mean, mode(0.1 * 1.05 * 1.05), error));  // the second mode is too small to tell
  }
}

TEST_CASE("on a circle the Fourier modes turn with the drift and decay with the noise") {
  // E exp(2 pi i x) = exp(2 pi i (x0 + mu t)) exp(-2 pi^2 sigma^2 t); many turns, so every wrap counts
  const double mu = 13.3, sigma = 0.3, t = 1;
  const Points x =
      final_positions(one_dimensional_brownian(mu, sigma), line(0, 1, Boundary::periodic, Boundary::periodic),
                      Vector::Constant(1, 0.2), uniform_times(t, 10));
  CHECK((x >= 0 && x <= 1).all());
  const double size = std::exp(-2 * pi * pi * sigma * sigma * t), angle = 2 * pi * (0.2 + mu * t);
  const double cosine = (2 * pi * x).cos().mean(), sine = (2 * pi * x).sin().mean();
  const double error = std::sqrt(0.5) / kRoot;
  CHECK(agrees(cosine, size * std::cos(angle), error));
  CHECK(agrees(sine, size * std::sin(angle), error));
  CHECK_FALSE(agrees(sine, size * std::sin(angle + 0.05 * 2 * pi * mu * t), error));
}

TEST_CASE("positions are bitwise the same for 1, 2 and 7 threads under every kind of boundary") {
  const std::vector<Grid> grids = {line(-1, 1, Boundary::absorbing, Boundary::reflecting),
                                   line(-1, 1, Boundary::reflecting, Boundary::reflecting),
                                   line(-1, 1, Boundary::periodic, Boundary::periodic)};
  for (const Grid& grid : grids) {
    const auto run = [&](int threads) {
      return final_positions(one_dimensional_brownian(0.5, 1), grid, Vector::Zero(1), uniform_times(1, 37), threads,
                             30'001);
    };
    const Points one = run(1);
    for (const int threads : {2, 7}) {
      const Points many = run(threads);
      CHECK((one == many || (one.isNaN() && many.isNaN())).all());
    }
  }
}

TEST_CASE("a particle that starts outside the grid is taken out and none comes back") {
  Ensemble ensemble{Points::Zero(3, 1), 0};
  ensemble.positions(1, 0) = 1.5;
  ensemble = simulate(one_dimensional_brownian(0, 0.1), line(-1, 1, Boundary::reflecting, Boundary::reflecting),
                      ensemble, unobserved(uniform_times(1, 40)))
                 .ensemble;
  CHECK(std::isnan(ensemble.positions(1, 0)));
  CHECK(std::isfinite(ensemble.positions(0, 0)));
  CHECK(std::isfinite(ensemble.positions(2, 0)));
}
