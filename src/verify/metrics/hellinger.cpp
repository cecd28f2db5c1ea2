// SPDX-License-Identifier: MIT
// Hellinger, J. reine angew. Math. 136 (1909) 210.
#include <cmath>

#include "fokker/verify/metrics.hpp"

namespace fokker {

/// sqrt(1/2 sum (sqrt p - sqrt q)^2 V): 0 for equal densities, 1 for two of mass 1 that share no cell.
MetricEntry hellinger_metric() {
  return {
      .rank = 70,
      .name = "hellinger",
      .long_name = "Hellinger distance",
      .meaning = "Hellinger distance: 0 of equal densities, 1 of densities without overlap",
      .sentence = "Hellinger distance: no event's probability differs by more than 1.42 times this between the two.",
      .most = 1,
      .densities = [](const Grid& grid, const Array& first, const Array& second) {
        const auto difference = first.max(0).sqrt() - second.max(0).sqrt();
        return metric_number(std::sqrt(0.5 * (difference.square() * grid.volumes()).sum()));
      }};
}

}  // namespace fokker
