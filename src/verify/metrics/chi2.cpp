// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"
#include "verify/particle_tests.hpp"

namespace fokker {

MetricEntry chi2_metric() {
  return {
      .rank = 120,
      .name = "chi2",
      .long_name = "unbiased chi-square distance on merged cells",
      .meaning = "unbiased chi-square distance",
      .sentence = "The chi-square distance of the particles' distribution from the density, without counting noise.",
      .member = &Metrics::chi2,
      .particles = [](const ParticleTests& tests) { return tests.chi ? metric_number(tests.chi->distance) : Matrix(); },
      .companions = {{.name = "chi2_se",
                      .long_name = "standard error of chi2",
                      .member = &Metrics::chi2_se,
                      .particles = [](const ParticleTests& tests) {
                        return tests.chi ? metric_number(tests.chi->error) : Matrix();
                      }}}};
}

}  // namespace fokker
