// SPDX-License-Identifier: MIT
#include "fokker/verify/metrics.hpp"

#include <limits>

namespace fokker {

Metrics estimated_metrics(double tv) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  Metrics metrics;
  metrics.tv = tv;
  metrics.kl = unknown;
  metrics.linf = unknown;
  return metrics;
}

Metrics compare(const Grid& grid, const Array& first, const Array& second, const std::vector<MetricEntry>& own) {
  Metrics metrics;
  metrics.own = own;
  metrics.kl_empty_cells = (second > 0).select(1 - (first > 0).cast<std::int64_t>(), 0).sum();
  for (const MetricEntry* entry : all_metrics(own))
    if (entry->densities) set_metric_values(*entry, entry->densities(grid, first, second), metrics);
  return metrics;
}

}  // namespace fokker
