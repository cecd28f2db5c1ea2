// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "fokker/process/catalogue.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

// Cell averages lose a part of order (h / std)^2 of each distance: 1e-6 relative for the grids below.
constexpr double kOfCells = 2e-6;

TEST_CASE("TV, KL and W1 of two normal laws are the closed forms") {
  const Grid grid = line(-12, 12, 16384);
  const double m = 0.3, s = 1.2;
  const Array p = averages(grid, normal_of_std(m, s)), q = averages(grid, normal_of_std(0, 1));
  const Metrics metrics = compare(grid, p, q);
  CHECK(*metrics.kl == relative(std::log(s) + (1 + m * m) / (2 * s * s) - 0.5).epsilon(kOfCells));
  CHECK(*compare(grid, q, p).kl == relative(-std::log(s) + (s * s + m * m) / 2 - 0.5).epsilon(kOfCells));
  CHECK(metrics.mean[0] == relative(m).epsilon(1e-9));
  CHECK(metrics.covariance(0, 0) == relative(s * s - 1).epsilon(1e-9));
  // equal widths: TV = erf(m / sqrt(8)), W1 = m
  const Metrics shifted = compare(grid, averages(grid, normal_of_std(m, 1)), q);
  CHECK(shifted.tv == relative(std::erf(m / std::sqrt(8.0))).epsilon(kOfCells));
  CHECK(shifted.w1[0] == relative(m).epsilon(1e-9));
  // equal means: W1 = |s - 1| E|n|; the median cuts a cell in two, which the linear piece resolves
  const Metrics widened = compare(grid, averages(grid, normal_of_std(0, s)), q);
  CHECK(widened.w1[0] == relative((s - 1) * std::sqrt(2 / std::numbers::pi)).epsilon(kOfCells));
}

TEST_CASE("the prior mismatch of the bimodal VP process is that of the oracles") {
  // VP beta 0.1..20, p0 = .5 N(-2, .25) + .5 N(2, .25), prior N(0, 1): KL(p_T || prior), TV, W1 (oracles.md)
  const Matrix c = Matrix::Constant(1, 1, 0.25);
  const GaussianMixture start({0.5, 0.5}, {Vector::Constant(1, -2), Vector::Constant(1, 2)}, {c, c});
  const Grid grid = line(-12, 12, 16384);
  const Array prior = averages(grid, normal_of_std(0, 1));
  const Process vp = variance_preserving(0.1, 20, 1);
  const auto at = [&](double t) { return compare(grid, prior, averages(grid, marginal(vp, start, 0, t))); };
  // the oracles' seven digits, or what the cells lose
  CHECK(*at(0.2).kl == relative(0.7478175).epsilon(kOfCells));
  CHECK(at(0.2).tv == relative(0.4975234).epsilon(kOfCells));
  CHECK(at(0.2).w1[0] == relative(0.8304167).epsilon(kOfCells));
  CHECK(*at(0.5).kl == relative(1.453174e-2).epsilon(kOfCells));
  CHECK(at(0.5).tv == relative(6.221175e-2).epsilon(kOfCells));
  CHECK(*at(1).kl == relative(4.924328e-9).epsilon(kOfCells));
  CHECK(at(1).tv == relative(3.396150e-5).epsilon(kOfCells));
  // stopping early at t = 0.01
  const Array data = averages(grid, start), early = averages(grid, marginal(vp, start, 0, 0.01));
  CHECK(*compare(grid, data, early).kl == relative(1.684898e-5).epsilon(kOfCells));
  CHECK(*compare(grid, early, data).kl == relative(1.676667e-5).epsilon(kOfCells));
  CHECK(compare(grid, early, data).tv == relative(2.038634e-3).epsilon(kOfCells));
}

TEST_CASE("the prior mismatch of one Gaussian is that of the oracles") {
  const Grid grid = line(-12, 12, 16384);
  const Process vp = variance_preserving(0.1, 20, 1);
  const auto mismatch = [&](double mean, double std) {
    return *compare(grid, averages(grid, normal_of_std(0, 1)),
                    averages(grid, marginal(vp, normal_of_std(mean, std), 0, 1)))
                .kl;
  };
  CHECK(mismatch(0, 0) == relative(4.662657e-10).epsilon(kOfCells));
  CHECK(mismatch(1, 0) == relative(2.159334e-5).epsilon(kOfCells));
  CHECK(mismatch(1, 0.5) == relative(2.15931e-5).epsilon(kOfCells + 3e-6));  // six digits
  CHECK(mismatch(2, 0.5) == relative(8.637176e-5).epsilon(kOfCells));
  const Grid wide = line(-600, 600, 16384);
  const Array exploded = averages(wide, marginal(variance_exploding(0.01, 50, 1), normal_of_std(1, 1), 0, 1));
  CHECK(*compare(wide, averages(wide, normal_of_std(0, 50)), exploded).kl == relative(2.000400e-4).epsilon(kOfCells));
}

TEST_CASE("a density equals itself in every metric") {
  const Grid grid = line(-5, 5, 100);
  const Array p = averages(grid, normal_of_std(0.2, 1));
  const Metrics metrics = compare(grid, p, p);
  CHECK(metrics.tv == 0);
  CHECK(*metrics.kl == 0);
  CHECK(metrics.w1[0] == 0);
  CHECK(metrics.linf == 0);
  CHECK(metrics.mean[0] == 0);
  CHECK(metrics.covariance(0, 0) == 0);
}

TEST_CASE("KL of densities near each other is half the square of their difference, not rounding") {
  const Grid grid = line(0, 1, 100);
  const Array q = Array::Ones(100);
  for (const double e : {1e-4, 1e-9, 1e-14}) {
    Array p = q;
    for (Eigen::Index i = 0; i < 100; ++i) p[i] += i % 2 == 0 ? e : -e;
    const double u = p[0] - 1;  // as it was rounded
    // the terms of third order cancel in pairs; log1p keeps 1e-16 / e of u - log(1 + u)
    CHECK(*compare(grid, p, q).kl == relative(u * u / 2).epsilon(e * e + 1e-15 / e));
    CHECK(*compare(grid, p, q).kl >= 0);
  }
}

TEST_CASE("KL is empty where the target has mass and the other none, and the cells are counted") {
  const Grid grid = line(0, 4, 4);
  const Array p{{0.5, 0.5, 0.0, 0.0}}, q{{0.25, 0.25, 0.25, 0.25}};
  CHECK_FALSE(compare(grid, p, q).kl.has_value());
  CHECK(compare(grid, p, q).kl_empty_cells == 2);
  CHECK(*compare(grid, q, p).kl == relative(std::log(2.0)).epsilon(1e-15));
  CHECK(compare(grid, p, q).tv == 0.5);
  CHECK(compare(grid, p, q).linf == 1);
}

TEST_CASE("missing mass counts in TV and keeps KL positive") {
  const Grid grid = line(0, 2, 2);
  const Array p{{0.4, 0.5}}, q{{0.4, 0.6}};
  CHECK(compare(grid, p, q).tv == relative(0.05).epsilon(1e-14));
  CHECK(*compare(grid, q, p).kl > 0);
  CHECK(*compare(grid, p, q).kl > 0);
}

TEST_CASE("in two dimensions W1 and the moments go axis by axis") {
  const Grid plane({uniform_axis("x", -8, 8, 200), uniform_axis("y", -6, 10, 160)});
  const GaussianMixture p({1}, {Vector{{0.3, 1.0}}}, {Matrix{{1.0, 0.0}, {0.0, 0.25}}});
  const GaussianMixture q({1}, {Vector{{0.0, 1.5}}}, {Matrix{{1.0, 0.0}, {0.0, 0.25}}});
  const Metrics metrics = compare(plane, averages(plane, p), averages(plane, q));
  CHECK(metrics.w1[0] == relative(0.3).epsilon(1e-6));
  CHECK(metrics.w1[1] == relative(0.5).epsilon(1e-6));
  CHECK(metrics.mean[1] == relative(-0.5).epsilon(1e-6));
  CHECK(metrics.covariance.cwiseAbs().maxCoeff() < 1e-6);
}

TEST_CASE("W1 follows the shorter path on a circle, on a line the only one") {
  // all mass in the first cell against all in the last: one cell apart across the boundary, seven along the line
  Array p = Array::Zero(8), q = Array::Zero(8);
  p[0] = q[7] = 4;
  const Grid circle({uniform_axis("x", 0, 2, 8, {Boundary::periodic, Boundary::periodic})});
  CHECK(compare(circle, p, q).w1[0] == relative(0.25).epsilon(1e-14));
  CHECK(compare(line(0, 2, 8), p, q).w1[0] == relative(1.75).epsilon(1e-14));
}
