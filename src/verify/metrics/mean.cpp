// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {

MetricEntry mean_metric() {
  return {.rank = 50,
          .name = "mean",
          .long_name = "difference of the means, first minus second",
          .unit = "length",
          .meaning = "difference of the means, the largest of the axes",
          .sentence = "The means differ by no more than this.",
          .shape = MetricShape::axes,
          .member = &Metrics::mean,
          .densities = [](const Grid& grid, const Array& first, const Array& second) -> Matrix {
            return mean(grid, first) - mean(grid, second);
          },
          .particles = [](const ParticleTests& tests) -> Matrix {
            return tests.particles.means[tests.k] - mean(tests.grid, tests.density);
          }};
}

}  // namespace fokker
