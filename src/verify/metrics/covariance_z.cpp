// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {

MetricEntry covariance_z_metric() {
  return {.rank = 190,
          .name = "covariance_z",
          .long_name = "difference of the covariances in standard errors",
          .shape = MetricShape::pairs,
          .member = &Metrics::covariance_z,
          .particles = [](const ParticleTests& tests) { return tests.moments.covariance_z; },
          .companions = {{.name = "covariance_p",
                          .long_name = "p-value of covariance_z",
                          .shape = MetricShape::pairs,
                          .member = &Metrics::covariance_p,
                          .particles = [](const ParticleTests& tests) { return tests.moments.covariance_p; }}}};
}

}  // namespace fokker
