// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

namespace fokker {

/// Its values, and those of rest_chi2, come from add_step_bias (verify/step_bias.hpp).
MetricEntry step_chi2_metric() {
  return {
      .rank = 140,
      .name = "step_chi2",
      .long_name = "chi-square distance due to the time step",
      .member = &Metrics::step_chi2,
      .companions = {{.name = "step_chi2_se",
                      .long_name = "upper bound of the standard error of step_chi2",
                      .member = &Metrics::step_chi2_se},
                     {.name = "step_tv",
                      .long_name = "upper limit of the total variation due to the time step",
                      .meaning = "upper limit of the total variation due to the time step",
                      .sentence = "The particles' time step alone changes no event's probability by more than this.",
                      .member = &Metrics::step_tv}}};
}

}  // namespace fokker
