// SPDX-License-Identifier: MIT
// Bounds of the verification and the metrics that they bound.
#include "fokker/verify/report.hpp"

namespace fokker {

std::vector<std::string> bound_names(const std::vector<MetricEntry>& own) {
  std::vector<std::string> names;
  for (const MetricEntry* entry : bounded_metrics(own)) names.push_back(entry->name);
  return names;
}

Bounds default_bounds(Comparison comparison) {
  if (comparison == Comparison::particles || comparison == Comparison::particles_reverse) return {{"tv_upper", 2e-2}};
  return {{"tv", 1e-2}};
}

std::optional<double> metric_value(const Metrics& metrics, const std::string& name) {
  const MetricEntry* entry = find_metric(name, metrics.own);
  const Matrix values = entry ? metric_values(*entry, metrics) : Matrix();
  if (values.size() == 0 || !values.allFinite()) return std::nullopt;
  return entry->shape == MetricShape::number ? values(0, 0) : values.cwiseAbs().maxCoeff();
}

}  // namespace fokker
