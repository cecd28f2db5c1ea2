// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {

MetricEntry mean_z_metric() {
  return {.rank = 180,
          .name = "mean_z",
          .long_name = "difference of the means in standard errors",
          .shape = MetricShape::axes,
          .member = &Metrics::mean_z,
          .particles = [](const ParticleTests& tests) -> Matrix { return tests.moments.mean_z; },
          .companions = {{.name = "mean_p",
                          .long_name = "p-value of mean_z",
                          .shape = MetricShape::axes,
                          .member = &Metrics::mean_p,
                          .particles = [](const ParticleTests& tests) -> Matrix { return tests.moments.mean_p; }}}};
}

}  // namespace fokker
