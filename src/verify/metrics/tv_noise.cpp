// SPDX-License-Identifier: MIT
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {
namespace {

/// E|O - N p| of a binomial O: 2 m C(N, m) p^m (1 - p)^(N - m + 1) with m = floor(N p) + 1.
/// Reference: de Moivre (1730), in Diaconis and Zabell, Statist. Sci. 6 (1991) 284.
double mean_absolute_deviation(double N, double p, double log_factorial) {
  if (!(p > 0) || p >= 1) return 0;
  const double m = std::floor(N * p) + 1;
  if (m == 1) return 2 * N * p * std::exp(N * std::log1p(-p));
  if (m > N) return 0;
  const double log_choose = log_factorial - boost::math::lgamma(m + 1) - boost::math::lgamma(N - m + 1);
  return 2 * m * std::exp(log_choose + m * std::log(p) + (N - m + 1) * std::log1p(-p));
}

double counting_noise(const Array& masses, double N) {
  const double log_factorial = boost::math::lgamma(N + 1);
  double sum = 0;
  for (const double p : masses) sum += mean_absolute_deviation(N, p, log_factorial);
  return 0.5 * sum / N;
}

}  // namespace

MetricEntry tv_noise_metric() {
  return {.rank = 110,
          .name = "tv_noise",
          .long_name = "total variation expected from counting alone",
          .member = &Metrics::tv_noise,
          .particles = [](const ParticleTests& tests) {
            return metric_number(counting_noise(tests.density * tests.grid.volumes(), tests.particles.total));
          }};
}

}  // namespace fokker
