// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {

MetricEntry ks_metric() {
  return {
      .rank = 170,
      .bound_rank = 155,
      .name = "ks",
      .long_name = "Kolmogorov-Smirnov distance of the marginals",
      .meaning = "Kolmogorov-Smirnov distance, the largest of the axes",
      .sentence = "No marginal distribution function of the particles differs from the density's by more than this.",
      .shape = MetricShape::axes,
      .member = &Metrics::ks,
      .particles = [](const ParticleTests& tests) -> Matrix { return tests.ks.distance; },
      .companions = {{.name = "ks_p",
                      .long_name = "p-value of ks",
                      .shape = MetricShape::axes,
                      .member = &Metrics::ks_p,
                      .particles = [](const ParticleTests& tests) -> Matrix { return tests.ks.p; }}}};
}

}  // namespace fokker
