// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

namespace fokker {

MetricEntry rest_chi2_metric() {
  return {.rank = 150,
          .name = "rest_chi2",
          .long_name = "chi-square distance beyond counting noise and time-step bias",
          .member = &Metrics::rest_chi2,
          .companions = {{.name = "rest_chi2_se",
                          .long_name = "upper bound of the standard error of rest_chi2",
                          .member = &Metrics::rest_chi2_se},
                         {.name = "rest_tv",
                          .long_name = "upper limit of the total variation beyond counting noise and time-step bias",
                          .meaning = "upper limit of the remaining total variation",
                          .sentence = "The total variation beyond counting noise and time-step bias is below this.",
                          .member = &Metrics::rest_tv}}};
}

}  // namespace fokker
