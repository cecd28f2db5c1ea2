// SPDX-License-Identifier: MIT
#include "fokker/process/gaussian_mixture.hpp"

#include <doctest/doctest.h>

#include <Eigen/LU>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {
Points column(std::initializer_list<double> values) {
  Points x(static_cast<Eigen::Index>(values.size()), 1);
  Eigen::Index i = 0;
  for (const double value : values) x(i++, 0) = value;
  return x;
}
}  // namespace

TEST_CASE("log density of the bimodal mixture at 0 is the published value") {
  // oracles: .5 N(-2, .25) + .5 N(2, .25), log p(0) = -8.2257913526
  const GaussianMixture law({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)});
  CHECK(law.log_density(column({0}))[0] == relative(-8.2257913526).epsilon(1e-11));
}

TEST_CASE("the score is the derivative of the log density") {
  const GaussianMixture law = vp_mixture();
  const Points x = column({-2.5, -0.3, 0.05, 0.9, 4});
  Points s(5, 1);
  law.score(x, s);
  const double h = 1e-5;
  const Array difference = (law.log_density(x + h) - law.log_density(x - h)) / (2 * h);
  // h^2 times the third derivative (below 1e4 here) plus rounding of log p (|log p| eps / h)
  for (Eigen::Index i = 0; i < 5; ++i) CHECK(std::abs(s(i, 0) - difference[i]) < 1e-6 * (1 + std::abs(s(i, 0))));
}

TEST_CASE("the score stays right where every density underflows") {
  Points s(2, 1);
  vp_mixture().score(column({1e3, -1e3}), s);
  CHECK(s(0, 0) == relative(-(1e3 - 1) / .04).epsilon(1e-13));
  CHECK(s(1, 0) == relative((1e3 - 1) / .04).epsilon(1e-13));
}

TEST_CASE(
    "scores of 1 to 3 components in 1 to 4 dimensions are the sum over components, whatever the number of points") {
  for (int d = 1; d <= 4; ++d)
    for (std::size_t count = 1; count <= 3; ++count) {
      std::vector<double> weights;
      std::vector<Vector> means;
      std::vector<Matrix> covariances;
      for (std::size_t k = 0; k < count; ++k) {
        const auto own = static_cast<double>(k);
        weights.push_back(1 / (1 + own));
        means.push_back(Vector::LinSpaced(d, -own, 1 + own));
        covariances.push_back(Matrix::Constant(d, d, 0.2 * own) + (0.5 + own) * Matrix::Identity(d, d));
      }
      const GaussianMixture law(weights, means, covariances);
      Points x(300, d), s(300, d);  // more than one piece
      for (Eigen::Index i = 0; i < x.size(); ++i) x(i) = 3 * std::sin(0.37 * static_cast<double>(i));
      law.score(x, s);
      for (const Eigen::Index i : {0, 7, 255, 256, 299}) {
        const Vector point = x.row(i).transpose().matrix();
        double total = 0;
        Vector pulled = Vector::Zero(d);
        for (std::size_t k = 0; k < count; ++k) {
          const Vector pull = covariances[k].inverse() * (means[k] - point);
          const double mass =
              weights[k] / std::sqrt(covariances[k].determinant()) * std::exp(-0.5 * (means[k] - point).dot(pull));
          total += mass;
          pulled += mass * pull;
        }
        // rounding: the condition of the covariances is below 3, exponents are below 100 (100 eps = 2e-14)
        CHECK((s.row(i).transpose().matrix() - pulled / total).norm() < 1e-12 * (1 + pulled.norm() / total));
        Points alone(1, d);
        law.score(x.row(i), alone);
        CHECK((alone.row(0) == s.row(i)).all());
      }
    }
}

TEST_CASE("a component of weight 0 has no part in the score") {
  const Points x = column({-3, 0.5, 40});
  Points with(3, 1), without(3, 1);
  GaussianMixture({0, 1}, {v1(-2), v1(2)}, {m1(.25), m1(.5)}).score(x, with);
  normal(2, .5).score(x, without);
  CHECK((with - without).abs().maxCoeff() < 1e-13);  // rounding of 76
}

TEST_CASE("tail boxes keep their relative accuracy") {
  // Q(10) = 7.619853024160527e-24 (Abramowitz and Stegun 26.2), Q(11) = 1.91e-28 subtracted
  const Array p = normal(0, 1).box_mass(column({10, -11}), column({11, -10}));
  CHECK(std::abs(p[0] / 7.619662e-24 - 1) < 1e-6);
  CHECK(p[0] == p[1]);
}

TEST_CASE("a point mass on a face is shared by the boxes that touch there") {
  const Array p = normal(0.5, 0).box_mass(column({0, 0.5, 1}), column({0.5, 1, 2}));
  CHECK(p[0] == 0.5);
  CHECK(p[1] == 0.5);
  CHECK(p[2] == 0);
  CHECK_THROWS_AS(normal(0, 0).log_density(column({0})), Error);
}

TEST_CASE("boxes of any dimension add up to one") {
  const GaussianMixture law({1, 3}, {Vector::Zero(2), Vector::Ones(2)},
                            {Matrix::Identity(2, 2), Matrix::Identity(2, 2)});
  const Grid grid({uniform_axis("x", -9, 9, 30), uniform_axis("y", -9, 9, 20)});
  // 600 sums of numbers below 1: rounding 600 eps; mass outside below 1e-15
  CHECK(mass(grid, averages(grid, law)) == relative(1).epsilon(2e-13));
}

TEST_CASE("a correlated Gaussian has the closed-form log density and score") {
  Matrix C(2, 2);
  C << 2, .6, .6, .5;
  const GaussianMixture law({1.0}, {Vector::Ones(2)}, {C});
  Points x(1, 2);
  x << 0.3, -1.2;
  const Vector offset = x.row(0).transpose().matrix() - Vector::Ones(2);
  const Vector pull = -C.inverse() * offset;
  Points s(1, 2);
  law.score(x, s);
  CHECK(s(0, 0) == relative(pull[0]).epsilon(1e-13));
  CHECK(s(0, 1) == relative(pull[1]).epsilon(1e-13));
  const double expected = 0.5 * offset.dot(pull) - std::log(2 * M_PI) - 0.5 * std::log(C.determinant());
  CHECK(law.log_density(x)[0] == relative(expected).epsilon(1e-13));
}

TEST_CASE("mean and covariance are those of the law of total variance") {
  CHECK(vp_mixture().mean()[0] == relative(0.2).epsilon(1e-14));
  CHECK(vp_mixture().covariance()(0, 0) == relative(0.04 + 0.96).epsilon(1e-14));
}

TEST_CASE("mixtures that are no law are refused") {
  CHECK_THROWS_AS(GaussianMixture({-1, 2}, {v1(0), v1(1)}, {m1(1), m1(1)}), Error);
  CHECK_THROWS_AS(GaussianMixture({0}, {v1(0)}, {m1(1)}), Error);
  CHECK_THROWS_AS(GaussianMixture({1}, {v1(0)}, {m1(-1)}), Error);
  CHECK_THROWS_AS(GaussianMixture({1, 1}, {v1(0)}, {m1(1)}), Error);
}
