// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/sde/simulate.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using test::agrees;

namespace {

constexpr std::size_t kCloudDraws = 400'001;

GaussianMixture two_clouds() {
  const Vector a{{-1.0, 0.5}}, b{{2.0, -1.0}};
  const Matrix A{{1.0, 0.6}, {0.6, 2.0}}, B{{0.25, 0.0}, {0.0, 0.0}};
  return {{0.3, 0.7}, {a, b}, {A, B}};
}

}  // namespace

TEST_CASE("draws are bitwise the same for 1, 2 and 7 threads, and for any number of draws") {
  const Points one = sample(two_clouds(), {kCloudDraws, 4, 1});
  CHECK((one == sample(two_clouds(), {kCloudDraws, 4, 2})).all());
  CHECK((one == sample(two_clouds(), {kCloudDraws, 4, 7})).all());
  CHECK((one.topRows(777) == sample(two_clouds(), {777, 4, 1})).all());
}

TEST_CASE("other seeds and other streams give other draws") {
  const Points base = sample(two_clouds(), {1000, 4, 1});
  CHECK_FALSE((base.col(0) == sample(two_clouds(), {1000, 5, 1}).col(0)).any());
  CHECK_FALSE((base.col(0) == sample(two_clouds(), {1000, 4, 1, 1}).col(0)).any());
}

TEST_CASE("draws of a mixture have its weights, means and covariances, which draws 5 % off do not") {
  const GaussianMixture law = two_clouds();
  const Points x = sample(law, {kCloudDraws, 11, 2});
  const double root = std::sqrt(static_cast<double>(kCloudDraws));
  const SampleMoments moments = sample_moments(x);
  for (int k = 0; k < 2; ++k) {
    const double std = std::sqrt(law.covariance()(k, k));
    CHECK(agrees(moments.mean[k], law.mean()[k], std / root));
    CHECK_FALSE(agrees(moments.mean[k] + 0.05 * std, law.mean()[k], std / root));
    for (int l = 0; l <= k; ++l) {
      const Array product = (x.col(k) - law.mean()[k]) * (x.col(l) - law.mean()[l]);
      const double error = std::sqrt((product - product.mean()).square().mean()) / root;
      CHECK(agrees(product.mean(), law.covariance()(k, l), error));
      CHECK_FALSE(agrees(1.05 * product.mean(), law.covariance()(k, l), error));
    }
  }
  // the second cloud is flat: its draws have y = -1 exactly
  const double share = (x.col(1) == -1.0).cast<double>().mean();
  CHECK(agrees(share, 0.7, std::sqrt(0.21) / root));
}

TEST_CASE("a point mass gives its point, a component without weight nothing") {
  const Vector m{{3.0}};
  const Vector other{{-3.0}};
  const Matrix zero = Matrix::Zero(1, 1);
  CHECK((sample(GaussianMixture({1}, {m}, {zero}), {100, 1, 1}) == 3.0).all());
  CHECK((sample(GaussianMixture({0, 1, 0}, {other, m, other}, {zero, zero, zero}), {5000, 1, 1}) == 3.0).all());
}

TEST_CASE("draws of a density fill each cell by its mass and evenly within") {
  const Grid grid({uniform_axis("x", 0, 1, 3), uniform_axis("y", -1, 1, 2)});
  Array density(6);
  density << 1, 0, 3, 2, 0, 4;  // masses are a third of it, sum 10 / 3: normalised
  const Points x = sample(grid, density, {kCloudDraws, 21, 2});
  CHECK((x == sample(grid, density, {kCloudDraws, 21, 7})).all());
  const Histogram counts = histogram(grid, x, 1);
  for (Eigen::Index i = 0; i < 6; ++i) {
    const double p = density[i] / 10;
    CHECK(agrees(counts.counts[i], p * kCloudDraws, std::sqrt(p * (1 - p) * kCloudDraws)));
  }
  const Array within = x.col(0) * 3 - (x.col(0) * 3).floor();
  CHECK(agrees(within.mean(), 0.5, std::sqrt(1.0 / 12 / kCloudDraws)));
  CHECK(agrees(within.square().mean(), 1.0 / 3, std::sqrt(4.0 / 45 / kCloudDraws)));
  CHECK_FALSE(agrees(1.05 * within.mean(), 0.5, std::sqrt(1.0 / 12 / kCloudDraws)));
}

TEST_CASE("a law without mass or with a negative one is refused") {
  const Grid grid({uniform_axis("x", 0, 1, 3)});
  CHECK_THROWS_AS(sample(grid, Array::Zero(3), {10, 1, 1}), Error);
  CHECK_THROWS_AS(sample(grid, -Array::Ones(3), {10, 1, 1}), Error);
}
