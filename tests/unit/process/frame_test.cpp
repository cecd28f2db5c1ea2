// SPDX-License-Identifier: MIT
#include "fokker/process/frame.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Process rotating() {
  return coupled_ornstein_uhlenbeck(Matrix{{1, .6}, {-.4, 1.5}}, Vector{{.3, -.2}}, Vector{{1, std::sqrt(.6)}});
}
GaussianMixture two_humps() {
  return {{.4, .6}, {Vector{{1.5, -1}}, Vector{{-1, .5}}}, {Matrix{{.2, .1}, {.1, .3}}, Matrix{{.1, 0}, {0, .05}}}};
}
Frame formulas(const std::vector<std::string>& centre, const std::vector<std::string>& scale) {
  const ExpressionScope time_alone{{}, {}, true, {}};
  std::vector<Expression> m, s;
  for (const auto& text : centre) m.push_back(Expression::parse(text, time_alone));
  for (const auto& text : scale) s.push_back(Expression::parse(text, time_alone));
  return formula_frame(m, s);
}
Points evaluated(const Field& field, const Points& x, Eigen::Index columns) {
  Points values(x.rows(), columns);
  field(x, values);
  return values;
}

}  // namespace

TEST_CASE("rates of a frame are the derivatives of its centre and scale") {
  const double t = .4, h = 1e-4;
  for (const Frame& frame :
       {marginal_frame(rotating(), two_humps(), 0), formulas({"sin(3*t)", "2"}, {"sqrt(1 + t)", "exp(-t)"})}) {
    // central differences: h^2/6 times third derivatives of order 30, and rounding 1e-16/h
    CHECK(((frame.centre(t + h) - frame.centre(t - h)) / (2 * h) - frame.centre_rate(t)).norm() < 1e-7);
    CHECK(((frame.scale(t + h) - frame.scale(t - h)) / (2 * h) - frame.scale_rate(t)).norm() < 1e-7);
  }
  // noise that grows with t: the variance of edm is t^2 + 1/4
  const Frame growing = marginal_frame(edm(1), normal(0, .25), 0);
  CHECK(growing.scale_rate(3)[0] == relative(3 / std::sqrt(9.25)).epsilon(1e-14));
}

TEST_CASE("the law of y follows the framed process") {
  const Frame frame = formulas({"t", "-2*t"}, {"1 + t", "exp(t)"});
  const Process process = rotating();
  const GaussianMixture direct = *framed(marginal(process, two_humps(), .1, .9), frame.at(.9)).mixture;
  const GaussianMixture inside = marginal(framed(process, frame), *framed(two_humps(), frame.at(.1)).mixture, .1, .9);
  // a dozen products and sums of numbers of order 1
  CHECK((direct.mean() - inside.mean()).norm() < 1e-14);
  CHECK((direct.covariance() - inside.covariance()).norm() < 1e-14);
}

TEST_CASE("coefficients of the framed process give the rates of its moments") {
  // dC/dt = A C + C A^T + D and dm/dt = a(m), held against differences of the exact moments in y
  const Frame frame = formulas({"t", "-2*t"}, {"1 + t", "exp(t)"});
  const Process inside = framed(rotating(), frame);
  const GaussianMixture start({1}, {Vector{{1, 2}}}, {Matrix{{.2, .1}, {.1, .3}}});
  const double t = .5, h = 1e-4;
  const auto moments = [&](double at) { return marginal(inside, start, t - h, at); };
  const Vector m = moments(t).mean();
  const Matrix C = moments(t).covariance();
  const auto drift = [&](const Vector& y) -> Vector {
    return evaluated(inside.drift(t), Points(y.transpose().array()), 2).row(0).transpose().matrix();
  };
  Matrix A(2, 2);
  for (int j = 0; j < 2; ++j) A.col(j) = drift(m + Vector::Unit(2, j)) - drift(m);
  const Vector D = evaluated(inside.diffusion(t), Points(m.transpose().array()), 2).row(0).transpose().matrix();
  const Matrix rate = A * C + C * A.transpose() + Matrix(D.asDiagonal());
  // central differences: h^2/6 times third derivatives of order 100, and rounding 1e-15/h
  CHECK(((moments(t + h).mean() - moments(t - h).mean()) / (2 * h) - drift(m)).norm() < 1e-6);
  CHECK(((moments(t + h).covariance() - moments(t - h).covariance()) / (2 * h) - rate).norm() < 1e-6);
  const Points noise = evaluated(inside.noise(t), Points::Zero(1, 2), 2);
  CHECK(std::abs(noise(0, 0) * noise(0, 0) / D[0] - 1) < 1e-15);
}

TEST_CASE("a matrix of noise is divided by the scales of both its axes") {
  Process process = rotating();
  process.correlated = true;
  process.noise = process.diffusion = [](double) -> Field {
    return [](const PointsIn& x, PointsOut out) {
      for (int column = 0; column < 4; ++column) out.col(column) = (column + 1) * x.col(0);
    };
  };
  const Frame frame = formulas({"1", "0"}, {"2", "4"});
  const Points at_one = Points::Constant(1, 2, 1);  // x = 3 along the first axis
  const Points D = evaluated(framed(process, frame).diffusion(0), at_one, 4);
  const Points G = evaluated(framed(process, frame).noise(0), at_one, 4);
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      const double s_i = i == 0 ? 2 : 4, s_j = j == 0 ? 2 : 4;
      CHECK(D(0, 2 * i + j) == (2 * i + j + 1) * 3 / (s_i * s_j));
      CHECK(G(0, 2 * i + j) == (2 * i + j + 1) * 3 / s_i);
    }
}

TEST_CASE("the potential of a framed process is looked up in space, and the rest moves with the frame") {
  Process process = brownian(v1(0), v1(1));
  process.discrete_potential = DiscretePotential{process.divergence_drift,
                                                 [](double t, const PointsIn& x, ArrayOut phi) { phi = x.col(0) + t; }};
  const Frame frame = formulas({"10*t"}, {"1 + t"});
  const Process inside = framed(process, frame);
  const Points y = Points::Constant(1, 1, 2);
  Array phi(1);
  inside.discrete_potential->phi(1, y, phi);
  CHECK(phi[0] == 10 + 2 * 2 + 1);
  CHECK(evaluated(inside.discrete_potential->rest(1), y, 1)(0, 0) == (0 - 10 - 1 * 2) / 2.0);
}

TEST_CASE("box masses do not depend on the frame") {
  const FrameAt frame{v1(.3), v1(.2)};
  const Law gamma = gamma_law(v1(2.5), v1(.4)), inside = framed(gamma, frame);
  const Points lower = Points::Constant(1, 1, .5), upper = Points::Constant(1, 1, 1.5);
  CHECK(inside.box_mass(to_frame(lower, frame), to_frame(upper, frame))[0] ==
        relative(gamma.box_mass(lower, upper)[0]).epsilon(1e-15));
  CHECK(framed(density_law(1, [](const PointsIn&, ArrayOut out) { out.setOnes(); }), frame).normalised == false);
  CHECK(from_frame(to_frame(lower, frame), frame)(0, 0) == relative(.5).epsilon(1e-15));
}

TEST_CASE("frames that cannot be are refused") {
  CHECK_THROWS_AS(marginal_frame(geometric_brownian(v1(.1), v1(.2)), normal(1, .1), 0), Error);
  CHECK_THROWS_AS(formulas({"1"}, {}), Error);
}
