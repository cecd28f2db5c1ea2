// SPDX-License-Identifier: MIT
#include "fokker/process/process.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("a marginal composed of two intervals equals the marginal over both") {
  const Process process = variance_preserving(.1, 20, 1);
  const GaussianMixture direct = marginal(process, vp_mixture(), 0, .8);
  const GaussianMixture composed = marginal(process, marginal(process, vp_mixture(), 0, .3), .3, .8);
  CHECK(composed.means()[0][0] == relative(direct.means()[0][0]).epsilon(1e-13));
  CHECK(composed.covariances()[1](0, 0) == relative(direct.covariances()[1](0, 0)).epsilon(1e-13));
}

TEST_CASE("a process without a closed form refuses to give a marginal") {
  Process process = brownian(v1(0), v1(1));
  process.transition = nullptr;
  CHECK_THROWS_AS(marginal(process, normal(0, 1), 0, 1), Error);
}

TEST_CASE("the mean of a time modulation is its integral over the length of the step") {
  const TimeModulation steady{}, linear{[](double t) { return 1 + 3 * t; }, 0},
      steep{[](double t) { return std::exp(17 * t); }, 0};
  CHECK(steady.mean(.2, .7) == 1);
  CHECK(linear.mean(.4, .4) == linear.at(.4));
  // the quadrature's tolerance of 1e-12 and rounding
  CHECK(std::abs(linear.mean(.2, .6) / 2.2 - 1) < 1e-14);
  CHECK(std::abs(steep.mean(0, 1) / (std::expm1(17) / 17) - 1) < 1e-12);
}
