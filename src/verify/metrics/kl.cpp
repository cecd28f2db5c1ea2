// SPDX-License-Identifier: MIT
// Kullback and Leibler, Ann. Math. Statist. 22 (1951) 79.
#include <cmath>

#include "fokker/verify/metrics.hpp"

namespace fokker {
namespace {

/// q log(q/p) - q + p >= 0 of q, p > 0, without cancellation where they are near each other.
double divergence(double q, double p) {
  const double ratio = q / p;
  if (ratio > 0.5 && ratio < 2) {
    const double u = (p - q) / q;
    return q * (u - std::log1p(u));
  }
  return p - q + q * (std::isfinite(ratio) && ratio > 0 ? std::log(ratio) : std::log(q) - std::log(p));
}

/// sum q log(q/p) - q + p >= 0: for laws of equal mass the divergence itself, and where mass is missing (absorbing
/// boundaries, tails outside the box) still 0 only for equal densities. Infinite where q > 0 = p.
Matrix kullback_leibler(const Grid& grid, const Array& p, const Array& q) {
  double sum = 0;
  for (Eigen::Index i = 0; i < p.size(); ++i) {
    if (q[i] > 0 && !(p[i] > 0)) return {};
    sum += (q[i] > 0 ? divergence(q[i], p[i]) : p[i]) * grid.volumes()[i];
  }
  return metric_number(sum);
}

}  // namespace

MetricEntry kl_metric() {
  return {.rank = 20,
          .name = "kl",
          .long_name = "KL(second, first)",
          .unit = "nat",
          .title = "Kullback-Leibler divergence",
          .meaning = "Kullback-Leibler divergence from the target, in nats",
          .sentence = "Kullback-Leibler divergence in nats: the information lost when the first stands for the second.",
          .member = &Metrics::kl,
          .absent = std::numeric_limits<double>::infinity(),
          .densities = kullback_leibler};
}

}  // namespace fokker
