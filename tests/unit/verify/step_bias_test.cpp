// SPDX-License-Identifier: MIT
#include "verify/step_bias.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/sde/simulate.hpp"
#include "relative.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using test::agrees;

namespace {

const Grid kSixtyCells({uniform_axis("x", -6, 6, 60)});

Array averages_of(double mean) {
  const GaussianMixture law{{1}, {Vector::Constant(1, mean)}, {Matrix::Identity(1, 1)}};
  return cell_averages(kSixtyCells, [&](const PointsIn& a, const PointsIn& b) { return law.box_mass(a, b); });
}

/// N(bias, 1) at the step and N(2 bias, 1) at twice the step, one shifted into the other, beside N(0, 1).
ParticleSolution shifted(double bias, std::size_t count, std::uint64_t seed, const Groups& groups) {
  const GaussianMixture law{{1}, {Vector::Constant(1, bias)}, {Matrix::Identity(1, 1)}};
  const Points fine = sample(law, {count, seed, 1}), coarse = fine + bias;
  const Histogram at_step = histogram(kSixtyCells, fine, 1), at_twice = histogram(kSixtyCells, coarse, 1);
  const Histogram shared = shared_histogram(kSixtyCells, fine, coarse, groups.of_cell, 1);
  ParticleSolution particles;
  particles.counts = {at_step.counts};
  particles.outside = {at_step.outside};
  particles.coarse = {{at_twice.counts, at_twice.outside, shared.counts, shared.outside}};
  particles.total = static_cast<double>(count);
  return particles;
}

}  // namespace

TEST_CASE("the distances of the step and of the rest are unbiased, their standard errors no smaller than the truth") {
  constexpr int seeds = 400;
  constexpr std::size_t count = 20'000;
  const Array density = averages_of(0);
  const Groups groups = merged_cells(kSixtyCells, density, count);
  const Array weight = groups.scale() / count;
  for (const double bias : {0.0, 0.05, 0.3}) {
    const Array q = groups.sums(density * kSixtyCells.volumes(), 0),
                p = groups.sums(averages_of(bias) * kSixtyCells.volumes(), 0);
    const Array p2 = groups.sums(averages_of(2 * bias) * kSixtyCells.volumes(), 0);
    const double step_truth = ((p2 - p).square() / weight).sum();
    const double rest_truth = ((2 * p - p2 - q).square() / weight).sum();
    double step = 0, rest = 0, step_errors = 0, rest_errors = 0, step_bounds = 0, rest_bounds = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      Metrics m;
      add_step_bias(groups, shifted(bias, count, seed, groups), 0, m);
      step += *m.step_chi2 / seeds, rest += *m.rest_chi2 / seeds;
      step_errors += std::pow(*m.step_chi2 - step_truth, 2), step_bounds += std::pow(*m.step_chi2_se, 2);
      rest_errors += std::pow(*m.rest_chi2 - rest_truth, 2), rest_bounds += std::pow(*m.rest_chi2_se, 2);
    }
    CAPTURE(bias);
    // what the density leaves outside [-6, 6] is 2e-9
    CHECK(agrees(step, step_truth, std::sqrt(step_errors) / seeds + 1e-9));
    CHECK(agrees(rest, rest_truth, std::sqrt(rest_errors) / seeds + 1e-9));
    // a variance of 400 values is known to sqrt(2 / 400) = 7 %
    CHECK(step_errors <= step_bounds * (1 + test::kOneInAMillion * std::sqrt(2.0 / seeds)));
    CHECK(rest_errors <= rest_bounds * (1 + test::kOneInAMillion * std::sqrt(2.0 / seeds)));
    // nor so large that they would hide anything: less than 5 times the standard deviation
    CHECK(step_bounds <= 25 * step_errors);
    CHECK(rest_bounds <= 25 * rest_errors);
  }
}

TEST_CASE("a scheme of weak order 2 counts a third of the difference to twice the step as its bias") {
  const Groups groups = merged_cells(kSixtyCells, averages_of(0), 20'000);
  ParticleSolution particles = shifted(0.1, 20'000, 1, groups);
  Metrics first, second;
  add_step_bias(groups, particles, 0, first);
  particles.weak_order = 2;
  add_step_bias(groups, particles, 0, second);
  CHECK(*first.step_chi2 / *second.step_chi2 == relative(9));
  CHECK(*first.step_chi2_se / *second.step_chi2_se == relative(9));
}
