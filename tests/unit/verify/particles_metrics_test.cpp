// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "fokker/sde/simulate.hpp"
#include "fokker/verify/metrics.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/statistics.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Grid four_hundred_cells() { return Grid({uniform_axis("x", -6, 6, 400)}); }

ParticleSolution particles_at(const Grid& grid, const Points& positions) {
  const Histogram counts = histogram(grid, positions, 1);
  const SampleMoments moments = sample_moments(positions);
  ParticleSolution particles;
  particles.counts = {counts.counts};
  particles.outside = {counts.outside};
  particles.means = {moments.mean};
  particles.covariances = {moments.covariance};
  particles.total = counts.total;
  return particles;
}

Metrics compare_samples(const GaussianMixture& law, const GaussianMixture& target, std::size_t count,
                        std::uint64_t seed) {
  const Grid grid = four_hundred_cells();
  return compare_particles(grid, particles_at(grid, sample(law, {count, seed, 1})), 0, averages(grid, target));
}

/// sum (P - Q)^2 / W over the groups that `count` particles give, by the rule in the header.
double grouped_distance(const GaussianMixture& law, const GaussianMixture& target, double count) {
  const Grid grid = four_hundred_cells();
  const Array p = averages(grid, law) * grid.volumes(), q = averages(grid, target) * grid.volumes();
  double distance = 0, sparse_p = 0, sparse_q = 0;
  const auto add = [&](double a, double b) { distance += (a - b) * (a - b) / std::max(b, 25 / count); };
  for (Eigen::Index i = 0; i < p.size(); ++i) {
    if (q[i] * count >= 25) {
      add(p[i], q[i]);
      continue;
    }
    sparse_p += p[i], sparse_q += q[i];
    if (sparse_q * count < 25) continue;
    add(sparse_p, sparse_q);
    sparse_p = sparse_q = 0;
  }
  add(sparse_p, sparse_q);
  return distance;
}

}  // namespace

TEST_CASE("the expected TV of counting is the sum of binomial mean absolute deviations") {
  // against the definition, sum over k of Binomial(N, p)(k) |k - N p|, for N = 12
  const Grid grid({uniform_axis("x", 0, 4, 4)});
  const Array masses{{0.0, 0.02, 0.3, 0.68}};
  constexpr int N = 12;
  double expected = 0;
  for (const double p : masses) {
    for (int k = 0; k <= N; ++k) {
      const double choose = std::exp(std::lgamma(N + 1) - std::lgamma(k + 1) - std::lgamma(N - k + 1));
      expected += 0.5 * choose * std::pow(p, k) * std::pow(1 - p, N - k) * std::abs(k - N * p) / N;
    }
  }
  ParticleSolution particles{"forward", {Array{{0, 0, 4, 8}}}, {0}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)}, N};
  CHECK(*compare_particles(grid, particles, 0, masses).tv_noise == relative(expected).epsilon(1e-12));
}

TEST_CASE("a million draws of the true law show the TV of counting and raise no alarm") {
  const Metrics metrics = compare_samples(normal_of_std(0, 1), normal_of_std(0, 1), 1'000'000, 1);
  // the TV of counting has a standard deviation of about tv_noise / sqrt(400 cells)
  CHECK(agrees(metrics.tv, *metrics.tv_noise, *metrics.tv_noise / 20));
  CHECK(*metrics.p_value > 1e-6);
  CHECK(agrees(*metrics.chi2, 0, *metrics.chi2_se));
  CHECK(*metrics.tv_upper < 1e-2);
  CHECK(agrees(metrics.mean[0], 0, 1e-3));
}

TEST_CASE("noise 3 % too large is rejected by p-value and by tv_upper at its default bound") {
  const Metrics metrics = compare_samples(normal_of_std(0, 1.03), normal_of_std(0, 1), 1'000'000, 1);
  CHECK(*metrics.p_value < 1e-12);
  CHECK(*metrics.tv_upper > 2e-2);
}

TEST_CASE("chi2 is unbiased and its standard error right, for equal laws and for unequal ones") {
  constexpr int seeds = 300;
  constexpr std::size_t count = 20'000;
  for (const double std : {1.0, 0.98, 1.1}) {
    const double distance = grouped_distance(normal_of_std(0, std), normal_of_std(0, 1), count);
    double sum = 0, errors = 0, variances = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const Metrics metrics = compare_samples(normal_of_std(0, std), normal_of_std(0, 1), count, seed);
      sum += *metrics.chi2;
      errors += std::pow(*metrics.chi2 - distance, 2);
      variances += std::pow(*metrics.chi2_se, 2);
    }
    CAPTURE(std);
    CHECK(agrees(sum / seeds, distance, std::sqrt(errors) / seeds));
    // the variance of 300 values is known to sqrt(2 / 300) = 8 %
    CHECK(agrees(errors / variances, 1, std::sqrt(2.0 / seeds)));
    if (std != 1) CHECK_FALSE(agrees(sum / seeds, 0, std::sqrt(errors) / seeds));
  }
}

TEST_CASE("tv_upper lies above the true total variation in 999 of 1000 runs") {
  const Grid grid = four_hundred_cells();
  constexpr std::size_t count = 20'000;
  for (const double std : {1.0, 1.02, 0.97, 1.1}) {
    const double truth = compare(grid, averages(grid, normal_of_std(0, std)), averages(grid, normal_of_std(0, 1))).tv;
    int missed = 0;
    for (std::uint64_t seed = 1; seed <= 250; ++seed) {
      missed += *compare_samples(normal_of_std(0, std), normal_of_std(0, 1), count, seed).tv_upper < truth ? 1 : 0;
    }
    CAPTURE(std);
    // 3 standard errors are missed with probability 1.35e-3; more than 5 of 250 then has probability 1e-6
    CHECK(missed <= 5);
  }
}

TEST_CASE("particles beside a narrow law are seen, though their cells expect nothing") {
  const Grid grid({uniform_axis("x", 0, 10, 10)});
  Array density = Array::Zero(10), counts = Array::Zero(10);
  density[4] = density[5] = 0.5;
  counts[4] = 4500, counts[5] = 5000, counts[3] = 500;
  const ParticleSolution particles{"forward", {counts}, {0}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)}, 10'000};
  const Metrics metrics = compare_particles(grid, particles, 0, density);
  CHECK(metrics.tv == relative(0.05).epsilon(1e-12));
  CHECK(*metrics.p_value < 1e-12);
  CHECK(*metrics.tv_upper > 0.05);
}

TEST_CASE("particles of a point mass agree with it while all are in its cell") {
  const Grid grid({uniform_axis("x", 0, 10, 10)});
  Array density = Array::Zero(10), counts = Array::Zero(10);
  density[4] = 1;
  const auto judge = [&](double stray) {
    counts[4] = 1000 - stray, counts[5] = stray;
    const ParticleSolution particles{"forward", {counts}, {0}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)}, 1000};
    return compare_particles(grid, particles, 0, density);
  };
  CHECK(*judge(0).chi2 == 0);
  CHECK(*judge(0).tv_upper == 0);
  CHECK(*judge(0).p_value == 1);
  CHECK(*judge(100).p_value < 1e-12);
  CHECK(*judge(100).tv_upper > 0.1);
}

TEST_CASE("fewer than 25 particles have no chi2; tv_upper is then the plain TV with what lies outside") {
  const Grid grid({uniform_axis("x", 0, 2, 2)});
  const Array density{{0.5, 0.5}};
  const ParticleSolution particles{"forward", {Array{{8, 10}}}, {2}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)}, 20};
  const Metrics metrics = compare_particles(grid, particles, 0, density);
  CHECK_FALSE(metrics.chi2.has_value());
  CHECK_FALSE(metrics.p_value.has_value());
  CHECK(*metrics.tv_upper == relative(0.1).epsilon(1e-12));
}

TEST_CASE("absorbed particles are compared with the mass that the density lost") {
  const Grid grid({uniform_axis("x", 0, 2, 2)});
  const Array density{{0.3, 0.2}};
  const auto judge = [&](double outside) {
    const double inside = 10'000 - outside;
    const ParticleSolution particles{
        "forward", {Array{{0.6 * inside, 0.4 * inside}}}, {outside}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)}, 10'000};
    return compare_particles(grid, particles, 0, density);
  };
  CHECK(*judge(5000).p_value == 1);
  CHECK(*judge(5500).p_value < 1e-6);
}
