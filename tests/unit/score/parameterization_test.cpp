// SPDX-License-Identifier: MIT
#include "fokker/score/parameterization.hpp"

#include <doctest/doctest.h>

#include "fokker/process/custom.hpp"
#include "fokker/score/table.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const Process vp = variance_preserving(0.1, 20, 1);

/// Mean of x0 and of e at x, for x0 from vp_mixture, by quadrature over x0: nothing is taken from the score.
struct Means {
  double signal, noise;
};
Means means_at(double x, const NoiseLevel& level) {
  double mass = 0, signal = 0, noise = 0;
  for (int i = 0; i <= 40000; ++i) {
    const double x0 = -3 + 6.0 * i / 40000, e = (x - level.signal * x0) / level.std;
    const double p = (.4 * std::exp(-12.5 * (x0 + 1) * (x0 + 1)) + .6 * std::exp(-12.5 * (x0 - 1) * (x0 - 1))) *
                     std::exp(-0.5 * e * e);
    mass += p, signal += p * x0, noise += p * e;
  }
  return {signal / mass, noise / mass};
}

double score_from(Parameterization parameterization, double x, double value, double t) {
  const ScoreForm form = score_form(vp, parameterization, 0, t);
  return form.of_x * x + form.of_value * value;
}

}  // namespace

TEST_CASE("the score follows from noise, denoised, v and velocity") {
  for (const double t : {0.01, 0.3, 0.9}) {
    const NoiseLevel level = noise_levels(vp, 0)(t);
    CHECK(level.signal == relative(std::exp(-0.5 * (0.1 * t + 9.95 * t * t))).epsilon(1e-12));
    const double beta = 0.1 + 19.9 * t;
    for (const double x : {-0.7, 0.2, 1.1}) {
      Points s(1, 1);
      exact_score(vp, vp_mixture(), 0).at(t)(Points::Constant(1, 1, x), s);
      const Means means = means_at(x, level);
      // the quadrature's rule converges faster than any power: rounding over 40001 points is left
      const auto wanted = relative(s(0, 0)).epsilon(1e-9);
      CHECK(score_from(Parameterization::noise, x, means.noise, t) == wanted);
      CHECK(score_from(Parameterization::denoised, x, means.signal, t) == wanted);
      CHECK(score_from(Parameterization::v, x, level.signal * means.noise - level.std * means.signal, t) == wanted);
      CHECK(score_from(Parameterization::velocity, x, -0.5 * beta * x - 0.5 * beta * s(0, 0), t) == wanted);
      CHECK(score_from(Parameterization::score, x, s(0, 0), t) == s(0, 0));
      // a flipped sign is another score
      CHECK(score_from(Parameterization::noise, x, -means.noise, t) != wanted);
    }
  }
}

TEST_CASE("processes without one signal and one std say why") {
  CHECK(without_noise_levels(vp, 0, 1).empty());
  CHECK(without_noise_levels(variance_preserving(0.1, 20, 3), 0, 1).empty());
  CHECK(without_noise_levels(brownian(v1(0), m1(1)), 0, 1).empty());
  CHECK(without_noise_levels(brownian(v1(0.5), m1(1)), 0, 1).find("does not depend on x") != std::string::npos);
  const Process unequal = ornstein_uhlenbeck(Vector{{1, 1.5}}, Vector::Zero(2), Vector::Constant(2, 1.0));
  CHECK(without_noise_levels(unequal, 0, 1).find("along each axis") != std::string::npos);
  Process unknown = vp;
  unknown.transition = nullptr;
  CHECK(without_noise_levels(unknown, 0, 1).find("not linear") != std::string::npos);
  CHECK_THROWS(noise_levels(unknown, 0));
}

TEST_CASE("a table is converted at its nodes and times") {
  ScoreTable table{{0.1, 0.5}, {Array{{-1, 0.5, 2}}}, {Array{{1, 2, 3}}, Array{{4, 5, 6}}}, {}};
  const ScoreTable converted = score_of_values(vp, Parameterization::denoised, 0, table);
  for (std::size_t k = 0; k < 2; ++k)
    for (Eigen::Index i = 0; i < 3; ++i)
      CHECK(converted.values[k][i] ==
            score_from(Parameterization::denoised, table.coordinates[0][i], table.values[k][i], table.times[k]));
  CHECK(score_of_values(vp, Parameterization::score, 0, table).values[1][2] == 6);
}
