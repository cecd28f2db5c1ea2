// SPDX-License-Identifier: MIT
// Distances on the line where a law is narrower than the distance of the density's nodes.
#include "sampler/line_metrics.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// N(0, 1) at nodes of this distance.
NodeDensity normal_density(double step) {
  const auto half = static_cast<Eigen::Index>(std::ceil(9 / step));
  NodeDensity density{-step * static_cast<double>(half), step, Array(2 * half + 1)};
  density.values = LineLaw(normal(0, 1)).log_density(density.nodes()).exp();
  return density;
}

/// KL(N(m, a^2) || N(0, b^2)) in closed form.
double divergence(double m, double a, double b) { return std::log(b / a) + (a * a + m * m) / (2 * b * b) - 0.5; }

/// Total variation between N(m, s^2) and N(0, 1) for small s: the masses between the two crossings.
double distance(double m, double s) {
  const auto normal_below = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
  // (x - m)^2/s^2 - x^2 + 2 log s = 0
  const double a = 1 / (s * s) - 1, b = -2 * m / (s * s), c = m * m / (s * s) + 2 * std::log(s);
  const double root = std::sqrt(b * b - 4 * a * c), low = (-b - root) / (2 * a), high = (-b + root) / (2 * a);
  return normal_below((high - m) / s) - normal_below((low - m) / s) - normal_below(high) + normal_below(low);
}

}  // namespace

TEST_CASE("a law a hundred times as narrow as the nodes is seen by all distances") {
  const NodeDensity density = normal_density(.05);
  const double std = 5e-4, mean = .62;
  const LineLaw law(normal(mean, std * std));
  SamplerRow row;
  compare(density, law, row);
  CHECK(row.tv == relative(distance(mean, std)).epsilon(1e-6));
  CHECK(forward_divergence(density, law, 1e-13).kl == relative(divergence(mean, std, 1)).epsilon(1e-6));
  // Gauss's rule on pieces of 1/8 of a deviation, and of 0.05 where log q is a parabola
  CHECK(row.kl_reverse.value() == relative(divergence(-mean, 1, std)).epsilon(1e-6));
  CHECK(row.w2.value() == relative(std::hypot(1 - std, mean)).epsilon(1e-6));
  const LineLaw wrong(normal(mean, 1.05 * 1.05 * std * std));  // 5 % wider
  CHECK(forward_divergence(density, wrong, 1e-13).kl != relative(divergence(mean, std, 1)).epsilon(1e-3));
}

TEST_CASE("a mode narrower than a ten-thousandth of the others has its mass") {
  const LineLaw law(GaussianMixture({.5, .5}, {v1(.62), v1(0)}, {m1(1e-10), m1(1)}));
  const LineLaw::Modes modes = law.modes();
  REQUIRE(modes.leaders == std::vector<std::size_t>{1, 0, 1});
  SamplerRow row;
  compare(normal_density(.05), law, row);
  const double width = modes.cuts[1] - modes.cuts[0];
  CHECK(row.modes[0] == relative(width * std::exp(-.5 * .62 * .62) / std::sqrt(2 * M_PI)).epsilon(1e-4));
}

TEST_CASE("a density that is spread over 1e30 has nothing in common with the data") {
  NodeDensity density = normal_density(.05);
  density.low *= 1e30;
  density.step *= 1e30;
  density.values *= 1e-30;
  SamplerRow row;
  compare(density, LineLaw(GaussianMixture({.5, .5}, {v1(-2), v1(2)}, {m1(.25), m1(.25)})), row);
  CHECK(row.tv == relative(1).epsilon(1e-9));
}
