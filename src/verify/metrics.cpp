#include "fokker/verify/metrics.hpp"

namespace fokker {

Metrics compare(const Grid& grid, const Array& first, const Array& second, const std::vector<MetricEntry>& own) {
  Metrics metrics;
  metrics.own = own;
  metrics.kl_empty_cells = (second > 0).select(1 - (first > 0).cast<std::int64_t>(), 0).sum();
  for (const MetricEntry* entry : all_metrics(own))
    if (entry->densities) set_metric_values(*entry, entry->densities(grid, first, second), metrics);
  return metrics;
}

}  // namespace fokker
