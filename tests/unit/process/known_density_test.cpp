// SPDX-License-Identifier: MIT
#include "fokker/process/known_density.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

KnownDensity known(const std::string& text) { return {Expression::parse(text, {{"x", "y"}, {}, true, {}})}; }

}  // namespace

TEST_CASE("a Gaussian written as a formula has its box masses and its score, where it underflows too") {
  // N((t, 0), diag(1, 4)) at t = 2
  const KnownDensity density = known("exp(-(x-t)^2/2) * exp(-y^2/8) / (4*pi)");
  const GaussianMixture law({1.0}, {Vector{{2, 0}}}, {Matrix{{1, 0}, {0, 4}}});
  const Points lower{{1.5, -.2}, {2, 1}}, upper{{1.7, .1}, {2.3, 1.2}};
  // ten-point order of the rule on boxes of .3 deviations
  CHECK((density.law(2).box_mass(lower, upper) / law.box_mass(lower, upper) - 1).abs().maxCoeff() < 1e-12);
  CHECK(density.law(2).normalised);
  const Points x{{2.5, 1}, {90, -300}};  // the second has log p = -15122
  Points score(2, 2);
  density.score()(2)(x, score);
  CHECK((score - Points{{-.5, -.25}, {-88, 75}}).abs().maxCoeff() < 1e-12);
}

TEST_CASE("the logarithmic derivative takes products, quotients, powers and roots apart") {
  // derivatives of the logarithms by hand, at x = .7, y = .3
  const auto slope = [](const std::string& text) {
    return known(text).density.logarithmic_derivative("x").value(Vector{{.7, .3}}, 0);
  };
  const double x = .7, rounding = 1e-14;  // a few operations
  CHECK(std::abs(slope("exp(-3*x^2)*sqrt(1+x^2)/(2+y)") - (-6 * x + x / (1 + x * x))) < rounding);
  CHECK(std::abs(slope("(exp(-x)/cosh(x))^3") - 3 * (-1 - std::tanh(x))) < rounding);
  CHECK(std::abs(slope("-x^1.5") - 1.5 / x) < rounding);
  CHECK(std::abs(slope("exp(-x) + exp(x)") - std::tanh(x)) < rounding);
  CHECK(slope("3*exp(y)") == 0);
}

TEST_CASE("a known density that is negative is refused where its masses are asked for") {
  CHECK_THROWS_AS(known("x").law(0).box_mass(Points{{-1, 0}}, Points{{1, 1}}), Error);
}
