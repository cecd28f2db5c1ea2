// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

namespace fokker {

MetricEntry linf_metric() {
  return {.rank = 40,
          .name = "linf",
          .long_name = "largest difference relative to the maximum",
          .meaning = "largest difference, relative to the maximum",
          .sentence = "The largest difference of two cell averages, relative to the largest of the second density.",
          .member = &Metrics::linf,
          .densities = [](const Grid&, const Array& first, const Array& second) {
            return metric_number((first - second).abs().maxCoeff() / second.maxCoeff());
          }};
}

}  // namespace fokker
