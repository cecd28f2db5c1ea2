// SPDX-License-Identifier: MIT
// The bias of the step, from particles that were also moved with steps twice as long.
#include "verify/step_bias.hpp"

#include <algorithm>
#include <cmath>

namespace fokker {
namespace {

/// Counts per group at the step and at twice the step, and the particles that both have in one group.
struct Counts {
  Array fine, coarse, shared;
};

struct Distance {
  double value, error;
};

/// sum_i (E psi_i - Q_i)^2 / W_i for psi_i = u [fine place in i] + v [coarse place in i], from N independent particles.
/// The value is the U-statistic: over pairs of different particles, unbiased for every law. Its variance is
/// (4 (N - 2) z1 + 2 z2) / (N (N - 1)) (Hoeffding, Ann. Math. Statist. 19 (1948) 293) with
///   z1 <= sum g_i g_j M_ij,  g = (E psi - Q) / W,    z2 <= sum M_ij^2 / (W_i W_j),    M = E psi psi^T,
/// and the off-diagonal row sums s_i of |M|, which follow from the counts, bound both: by 2 ab <= a^2 + b^2
///   z1 <= sum g_i^2 (M_ii + s_i),    z2 <= sum (M_ii^2 + s_i^2) / W_i^2.
Distance distance(const Counts& counts, double u, double v, const Array& target, const Array& weight, double N) {
  const Array mean = (u * counts.fine + v * counts.coarse) / N;
  const Array M = (u * u * counts.fine + v * v * counts.coarse + 2 * u * v * counts.shared) / N;
  const Array s = std::abs(u * v) * (counts.fine + counts.coarse - 2 * counts.shared) / N;
  const Array squares = (N * mean.square() - M) / (N - 1) - 2 * mean * target + target.square();
  const double z1 = std::max(0.0, (squares * (M + s) / weight.square()).sum());
  const double z2 = ((M.square() + s.square()) / weight.square()).sum();
  return {(squares / weight).sum(), std::sqrt((4 * (N - 2) * z1 + 2 * z2) / (N * (N - 1)))};
}

}  // namespace

double tv_limit(double chi2, double error) { return 0.5 * std::sqrt(std::max(0.0, chi2 + 3 * error)); }

void add_step_bias(const Groups& groups, const ParticleSolution& particles, std::size_t k, Metrics& metrics) {
  const CoarseCounts& coarse = particles.coarse[k];
  const Counts counts{groups.sums(particles.counts[k], particles.outside[k]),
                      groups.sums(coarse.counts, coarse.outside), groups.sums(coarse.shared, coarse.shared_outside)};
  const double N = particles.total;
  const Array weight = groups.scale() / N, target = groups.expected / N;
  // the law at step h is P + c h^order, so P_2h - P_h = (2^order - 1) c h^order
  const double r = 1 / (std::exp2(particles.weak_order) - 1);
  const Distance step = distance(counts, r, -r, Array::Zero(weight.size()), weight, N);
  const Distance rest = distance(counts, 1 + r, -r, target, weight, N);
  metrics.step_chi2 = step.value;
  metrics.step_chi2_se = step.error;
  metrics.step_tv = tv_limit(step.value, step.error);
  metrics.rest_chi2 = rest.value;
  metrics.rest_chi2_se = rest.error;
  metrics.rest_tv = tv_limit(rest.value, rest.error);
}

}  // namespace fokker
