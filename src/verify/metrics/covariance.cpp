// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {

MetricEntry covariance_metric() {
  return {.rank = 60,
          .name = "covariance",
          .long_name = "difference of the covariances, first minus second",
          .unit = "length^2",
          .meaning = "difference of the covariances, the largest entry",
          .sentence = "No entry of the covariances differs by more than this.",
          .shape = MetricShape::pairs,
          .member = &Metrics::covariance,
          .densities = [](const Grid& grid, const Array& first, const Array& second) -> Matrix {
            return covariance(grid, first) - covariance(grid, second);
          },
          .particles = [](const ParticleTests& tests) -> Matrix {
            return tests.particles.covariances[tests.k] - covariance(tests.grid, tests.density);
          }};
}

}  // namespace fokker
