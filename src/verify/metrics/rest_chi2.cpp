// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

namespace fokker {

MetricEntry rest_chi2_metric() {
  return {.rank = 150,
          .name = "rest_chi2",
          .long_name = "chi-square distance that neither counting nor the time step explains",
          .member = &Metrics::rest_chi2,
          .companions = {{.name = "rest_chi2_se",
                          .long_name = "upper bound of the standard error of rest_chi2",
                          .member = &Metrics::rest_chi2_se},
                         {.name = "rest_tv",
                          .long_name = "upper limit of the total variation that neither explains",
                          .meaning = "upper limit of the remaining total variation",
                          .sentence = "What neither counting nor the time step explains is below this total variation.",
                          .member = &Metrics::rest_tv}}};
}

}  // namespace fokker
