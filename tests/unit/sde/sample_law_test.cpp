// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "fokker/sde/simulate.hpp"
#include "support.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using test::agrees;
using test::formula;

namespace {

constexpr std::size_t kLawDraws = 200'001;

Grid coarse_line() { return Grid({uniform_axis("x", -3, 6, 9)}); }

}  // namespace

TEST_CASE("draws of a formula do not depend on threads nor on how many they are") {
  const Law law = density_law(formula("exp(-x^2)"), 0);
  const Points one = sample(coarse_line(), law, {kLawDraws, 4, 1});
  CHECK((one == sample(coarse_line(), law, {kLawDraws, 4, 2})).all());
  CHECK((one.topRows(777) == sample(coarse_line(), law, {777, 4, 1})).all());
  CHECK_FALSE((one.topRows(777) == sample(coarse_line(), law, {777, 5, 1})).any());
}

TEST_CASE("draws of a formula have its law within cells, which a law 5 % off does not") {
  // two lines of std 0.002 in cells of length 1
  const Law law = density_law(formula("0.3*exp(-0.5*((x-0.0131)/0.002)^2) + 0.7*exp(-0.5*((x-3.0007)/0.002)^2)"), 0);
  const Points x = sample(coarse_line(), law, {kLawDraws, 11, 2});
  const auto upper = (x.col(0) > 1.5).cast<double>().eval();
  const double n = upper.sum(), root = std::sqrt(n);
  const double share = n / static_cast<double>(kLawDraws);
  CHECK(agrees(share, 0.7, std::sqrt(0.21 / static_cast<double>(kLawDraws))));
  CHECK_FALSE(agrees(1.05 * share, 0.7, std::sqrt(0.21 / static_cast<double>(kLawDraws))));
  const double mean = (upper * x.col(0)).sum() / n;
  CHECK(agrees(mean, 3.0007, 0.002 / root));
  CHECK_FALSE(agrees(mean + 0.05 * 0.002, 3.0007, 0.002 / root));
  const double variance = (upper * (x.col(0) - 3.0007).square()).sum() / n;
  CHECK(agrees(variance, 4e-6, 4e-6 * std::numbers::sqrt2 / root));
  CHECK_FALSE(agrees(1.05 * variance, 4e-6, 4e-6 * std::numbers::sqrt2 / root));
}

TEST_CASE("draws over several axes stay in the box and have the moments of the formula there") {
  // x^2 y on [0, 1]^2: independent, E x = 3/4, E y = 2/3
  const Grid grid({uniform_axis("x", 0, 1, 3), uniform_axis("y", 0, 1, 2)});
  const Points x = sample(grid, density_law(formula("x^2*y", {"x", "y"}), 0), {kLawDraws, 3, 2});
  CHECK(((x > 0) && (x < 1)).all());
  const double root = std::sqrt(static_cast<double>(kLawDraws));
  CHECK(agrees(x.col(0).mean(), 0.75, std::sqrt(0.0375) / root));
  CHECK(agrees(x.col(1).mean(), 2.0 / 3, std::sqrt(1.0 / 18) / root));
  CHECK_FALSE(agrees(x.col(1).mean() * 1.05, 2.0 / 3, std::sqrt(1.0 / 18) / root));
}

TEST_CASE("a density without useful bounds is drawn from the cells, a mixture from itself") {
  const Law unbounded =
      density_law(1, BoundedDensity{[](const PointsIn& x, ArrayOut values) { values = (-x.col(0).square()).exp(); },
                                    [](const std::vector<Interval>&) {
                                      return Interval{0, HUGE_VAL};
                                    }});
  const Array averages = cell_averages(coarse_line(), unbounded.box_mass);
  CHECK((sample(coarse_line(), unbounded, {1000, 4, 1}) == sample(coarse_line(), averages, {1000, 4, 1})).all());
  const GaussianMixture normal({1.0}, {Vector::Zero(1)}, {Matrix::Identity(1, 1)});
  CHECK((sample(coarse_line(), Law(normal), {1000, 4, 1}) == sample(normal, {1000, 4, 1})).all());
}
