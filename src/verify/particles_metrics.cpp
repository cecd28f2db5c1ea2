// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "verify/groups.hpp"
#include "verify/particle_tests.hpp"
#include "verify/step_bias.hpp"

namespace fokker {
namespace {

/// The distance is the mean of h(a, b) = [a = b] / W_a - Q_a / W_a - Q_b / W_b + sum Q^2 / W over pairs of particles, a
/// U-statistic, so it is unbiased for every P; with W = Q it is (sum (O - E)^2 / E - (sum O / E - 1)) / (N - 1), where
/// sum O / E - 1 is the familiar M - 1 if P = Q. Its variance (Hoeffding, Ann. Math. Statist. 19 (1948) 293) is
///   (4 (N - 2) z1 + 2 z2) / (N (N - 1)),  z1 = Var (P_a - Q_a) / W_a,  z2 = Var h,
/// that is 2 (M - 1) / N^2 if P = Q. Powers of P are estimated without bias by falling factorials of O.
ChiSquare chi_square(const Groups& groups, const Array& observed, double N) {
  ChiSquare result;
  double slope = 0, slope_square = 0, equal = 0, equal_square = 0;
  const Array scale = groups.scale();
  for (Eigen::Index i = 0; i < observed.size(); ++i) {
    const double O = observed[i], E = groups.expected[i], q = E / N, w = N / scale[i];
    const double p = O / N, p2 = p * (O - 1) / (N - 1), p3 = p2 * (O - 2) / (N - 2);
    result.groups += E > 0 || O > 0;
    result.pearson += w / N * (O - E) * (O - E);
    result.distance += w * (p2 - 2 * p * q + q * q);
    slope += w * (p2 - p * q);
    slope_square += w * w * (p3 - 2 * p2 * q + p * q * q);
    equal += w * p2;
    equal_square += w * w * p2;
  }
  const double z1 = std::max(0.0, slope_square - slope * slope), z2 = std::max(0.0, equal_square - equal * equal);
  result.error = std::sqrt((4 * (N - 2) * z1 + 2 * z2) / (N * (N - 1)));
  return result;
}

}  // namespace

Metrics compare_particles(const Grid& grid, const ParticleSolution& particles, std::size_t k, const Array& density,
                          const std::vector<MetricEntry>& own) {
  const double N = particles.total;
  const Array& counts = particles.counts[k];
  Metrics metrics = compare(grid, counts / (N * grid.volumes()), density, own);
  ParticleTests tests{grid,
                      particles,
                      k,
                      density,
                      metrics,
                      kolmogorov_smirnov(grid, counts, N, density),
                      moment_tests(grid, density, particles.means[k], particles.covariances[k], counts.sum()),
                      {}};
  const Groups groups = merged_cells(grid, density, N);
  if (groups.expected.size() > 0 && N >= 3)
    tests.chi = chi_square(groups, groups.sums(counts, particles.outside[k]), N);
  for (const MetricEntry* entry : all_metrics())
    if (entry->particles) set_metric_values(*entry, entry->particles(tests), metrics);
  if (tests.chi && !particles.coarse.empty()) add_step_bias(groups, particles, k, metrics);
  return metrics;
}

}  // namespace fokker
