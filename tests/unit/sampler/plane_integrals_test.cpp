// SPDX-License-Identifier: MIT
#include "sampler/plane_integrals.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

GaussianMixture plane_normal(double x, double y, const Matrix& covariance) {
  return {{1.0}, {(Vector(2) << x, y).finished()}, {covariance}};
}

Matrix tilted() { return (Matrix(2, 2) << .3, .1, .1, .2).finished(); }

double normal_below(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

PlaneIntegrals integrals_of(const GaussianMixture& p, const GaussianMixture& data) {
  const LatticeDensity density = lattice_density(p, least_deviation(p) / 2.5, 1);
  return plane_integrals(density, {data, data}, 1e-16 * density.values.maxCoeff(), 1);
}

}  // namespace

TEST_CASE("two normal densities of one covariance have the distances of their means") {
  const PlaneIntegrals found = integrals_of(plane_normal(.2, 0, tilted()), plane_normal(-.1, .1, tilted()));
  const double squared = (.2 * .3 * .3 + 2 * .1 * .3 * .1 + .3 * .1 * .1) / (.3 * .2 - .1 * .1);
  CHECK(found.kl == relative(0.5 * squared).epsilon(1e-7));
  CHECK(found.kl_reverse == relative(0.5 * squared).epsilon(1e-7));
  const double variation = 2 * normal_below(0.5 * std::sqrt(squared)) - 1;
  CHECK(found.tv == relative(variation).epsilon(1e-6));
  CHECK(found.tv_stop == relative(found.tv).epsilon(1e-12));
  CHECK_FALSE(found.tv == relative(1.05 * variation).epsilon(1e-6));
}

TEST_CASE("a target twenty times as narrow as the nodes of the density is resolved") {
  const double narrow = .02, wide = .5;
  const PlaneIntegrals found = integrals_of(plane_normal(0, 0, wide * wide * Matrix::Identity(2, 2)),
                                            plane_normal(.1, .05, narrow * narrow * Matrix::Identity(2, 2)));
  // KL of normal distributions
  const double ratio = narrow * narrow / (wide * wide), shift = .1 * .1 + .05 * .05;
  CHECK(found.kl == relative(ratio - 1 - std::log(ratio) + 0.5 * shift / (wide * wide)).epsilon(1e-7));
  CHECK(found.kl_reverse == relative(1 / ratio - 1 + std::log(ratio) + 0.5 * shift / (narrow * narrow)).epsilon(1e-7));
}

TEST_CASE("masses of modes are cut along a line, parallel to an axis or not") {
  const Matrix small = .01 * Matrix::Identity(2, 2), unit = Matrix::Identity(2, 2);
  for (const double angle : {0.0, 0.5 * std::numbers::pi, 0.7}) {
    const double x = std::cos(angle), y = std::sin(angle);
    // halfway between -0.25 and 0.75 along the direction
    const GaussianMixture data(
        {.5, .5}, {(Vector(2) << -.25 * x, -.25 * y).finished(), (Vector(2) << .75 * x, .75 * y).finished()},
        {small, small});
    const PlaneIntegrals found = integrals_of(plane_normal(0, 0, unit), data);
    CHECK(found.modes[0] == relative(normal_below(.25)).epsilon(1e-7));
    CHECK(found.modes[1] == relative(normal_below(-.25)).epsilon(1e-7));
  }
}

TEST_CASE("the mean of a norm is that of its cone at a zero beside the nodes") {
  const LatticeDensity density = lattice_density(plane_normal(.013, -.021, Matrix::Identity(2, 2)), 0.4, 1);
  const auto away = [](const PointsIn& x) -> Points {
    Points moved = x;
    moved.col(0) -= .013;
    moved.col(1) += .021;
    return moved;
  };
  CHECK(std::abs(mean_norm(density, away, 1) - std::sqrt(0.5 * std::numbers::pi)) < 1e-8);
  CHECK(mean_norm(density, away, 3) == mean_norm(density, away, 1));
}
