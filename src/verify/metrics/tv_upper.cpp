// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"
#include "verify/step_bias.hpp"

namespace fokker {
namespace {

Matrix upper_limit(const ParticleTests& tests) {
  if (tests.chi) return metric_number(tv_limit(tests.chi->distance, tests.chi->error));
  // plain TV with what lies outside, which noise only enlarges
  const double outside = tests.particles.outside[tests.k] / tests.particles.total;
  const double missing = std::max(0.0, 1 - (tests.density * tests.grid.volumes()).sum());
  return metric_number(tests.so_far.tv + 0.5 * std::abs(outside - missing));
}

}  // namespace

MetricEntry tv_upper_metric() {
  return {.rank = 130,
          .bound_rank = 115,
          .name = "tv_upper",
          .long_name = "upper limit of the total variation",
          .meaning = "upper limit of the total variation without counting noise",
          .sentence =
              "Without counting noise, the distribution of the particles is within this total variation of the density "
              "(margin: 3 standard errors).",
          .member = &Metrics::tv_upper,
          .particles = upper_limit};
}

}  // namespace fokker
