// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/sde/simulate.hpp"
#include "relative.hpp"

using namespace fokker;

TEST_CASE("moments of four points, without the absorbed one") {
  Points x(5, 2);
  x << 0, 0, 2, 0, NAN, NAN, 0, 4, 2, 4;
  const SampleMoments moments = sample_moments(x);
  CHECK(moments.mean == Vector{{1.0, 2.0}});
  CHECK(moments.covariance == Matrix{{1.0, 0.0}, {0.0, 4.0}});
}

TEST_CASE("moments are bitwise the same for 1, 2 and 7 threads") {
  const Points x = sample(GaussianMixture({1}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)}), {100'003, 1, 1});
  const SampleMoments one = sample_moments(x, 1);
  for (const int threads : {2, 7}) {
    CHECK(sample_moments(x, threads).mean == one.mean);
    CHECK(sample_moments(x, threads).covariance == one.covariance);
  }
}

TEST_CASE("blocks of two parts of an ensemble, drawn apart, give the moments of the whole") {
  const GaussianMixture law({1}, {Vector::Zero(2)}, {Matrix::Identity(2, 2)});
  const SampleMoments whole = sample_moments(sample(law, {5000, 1, 1}));
  const Points first = moments_of_blocks(sample(law, {2048, 1, 1}), 1);
  const Points second = moments_of_blocks(sample(law, {2952, 1, 1, 0, 2048}), 1);
  Points blocks(first.rows() + second.rows(), first.cols());
  blocks << first, second;
  CHECK(joined_moments(blocks).mean == whole.mean);
  CHECK(joined_moments(blocks).covariance == whole.covariance);
}

TEST_CASE("a distant cloud keeps its small covariance") {
  // two passes: 1e-8 relative to the squared mean would drown in one-pass sums
  const Vector far = Vector::Constant(1, 1e6);
  const Points x = sample(GaussianMixture({1}, {far}, {1e-4 * Matrix::Identity(1, 1)}), {200'000, 3, 1});
  CHECK(sample_moments(x).covariance(0, 0) == relative(1e-4).epsilon(0.016));  // 5 sqrt(2 / 200000)
}

TEST_CASE("moments agree with sums over all positions, absorbed ones and whole blocks of them left out") {
  Points x = sample(GaussianMixture({1}, {Vector{{1.0, -2.0}}}, {Matrix{{1, 0.6}, {0.6, 2}}}), {5000, 8, 1});
  x.topRows(1500).setConstant(NAN);
  x(3000, 1) = NAN;
  Points kept(3499, 2);
  kept << x.middleRows(1500, 1500), x.bottomRows(1999);
  const SampleMoments found = sample_moments(x);
  const Vector mean = kept.matrix().colwise().mean().transpose();
  const Matrix centred = kept.matrix().rowwise() - mean.transpose();
  const Matrix covariance = centred.transpose() * centred / 3499.0;
  CHECK((found.mean - mean).norm() < 1e-12);  // rounding: 5000 eps = 1e-12
  CHECK((found.covariance - covariance).norm() < 1e-12);
}

TEST_CASE("moments of no particles are not numbers") {
  CHECK(sample_moments(Points::Constant(10, 1, NAN)).mean.hasNaN());
  CHECK(sample_moments(Points(0, 1)).covariance.hasNaN());
}
