// SPDX-License-Identifier: MIT
// Bounds of the verification and the metrics that they bound.
#include "fokker/verify/report.hpp"

namespace fokker {

std::vector<std::string> bound_names(const std::vector<MetricEntry>& own) {
  std::vector<std::string> names;
  for (const MetricEntry* entry : bounded_metrics(own)) names.push_back(entry->name);
  return names;
}

Comparison comparison_of(const Compared& compared) {
  const SideKind first = compared.first.kind, second = compared.second.kind;
  if (first == SideKind::particles || first == SideKind::particles_sampler) return Comparison::particles;
  if (first == SideKind::particles_reverse) return Comparison::particles_reverse;
  const bool forward = first == SideKind::forward;
  if (second == SideKind::coarse) return forward ? Comparison::forward_coarse : Comparison::reverse_coarse;
  if (second == SideKind::exact) return forward ? Comparison::forward_exact : Comparison::reverse_exact;
  if (second == SideKind::bridge) return Comparison::forward_bridge;
  return forward ? Comparison::forward_stationary : Comparison::reverse_forward;
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
