// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

namespace fokker {

MetricEntry tv_metric() {
  return {.rank = 10,
          .name = "tv",
          .long_name = "total variation, half the L1 distance",
          .title = "total variation",
          .meaning = "total variation: half the L1 distance",
          .sentence = "Total variation: no event's probability differs by more than this between the two.",
          .member = &Metrics::tv,
          .densities = [](const Grid& grid, const Array& first, const Array& second) {
            return metric_number(0.5 * ((first - second).abs() * grid.volumes()).sum());
          }};
}

}  // namespace fokker
