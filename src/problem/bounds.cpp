// SPDX-License-Identifier: MIT
// Checks of [verify].
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text.hpp"
#include "fokker/core/spelling.hpp"
#include "fokker/verify/metric_entry.hpp"
#include "problem/checks.hpp"

namespace fokker {
namespace {

/// Whether /verification in OUT.h5 gives the name to a column that is no metric.
bool names_column(const std::string& name) {
  return name == "comparison" || name == "time" || name == "passed" || name == "check" || name == "component" ||
         name == "component_2" || name == "kl_empty_cells" || name == "observed_order" || name == "error_unknown" ||
         name.starts_with("strongest_") || name.starts_with("bound_");
}

bool of_particles(Comparison comparison) {
  return comparison == Comparison::particles || comparison == Comparison::particles_reverse;
}

void check_bound(const Verification& verification, Comparison comparison, const std::string& metric, double bound,
                 Issues& issues) {
  const KeyPath key = fmt::format("verify.{}.{}", name_of(comparison), metric);
  const MetricEntry* entry = find_metric(metric, verification.metrics);
  if (!entry || !entry->takes_bound()) {
    const std::vector<std::string> names = bound_names(verification.metrics);
    const std::string close = nearest_name(metric, names);
    return issues.error(key, "unknown key", quoted_list(names), close.empty() ? "" : "'" + close + "'");
  }
  if (entry->of_particles() && !of_particles(comparison))
    return issues.error(key, "a metric of particles", "a metric of two densities", "'tv'");
  if (is_estimate(comparison) && metric != "tv" && !entry->of_estimates)
    return issues.error(key, "a metric that is not estimated", "'tv' or 'absorbed'");
  if (entry->of_estimates && !is_estimate(comparison))
    return issues.error(key, "a metric of estimated errors", "a metric of two densities", "'tv'");
  if (!(bound >= 0 && bound <= entry->most)) issues.error(key, fmt::format("{}", bound), bound_range(*entry));
}

void check_number_bound(const NumberBound& bound, Issues& issues) {
  const KeyPath key = fmt::format("verify.{}.{}", bound.table, bound.name);
  if (std::find(number_tables.begin(), number_tables.end(), bound.table) == number_tables.end())
    issues.error(key, fmt::format("a number of '{}'", bound.table),
                 quoted_list({number_tables.begin(), number_tables.end()}));
  if (!bound.is && !bound.error)
    issues.error(key, "no bound", "{ is = NUMBER, within = NUMBER }, { error = NUMBER }, or both");
  if (bound.is && !std::isfinite(*bound.is)) issues.error(key + ".is", fmt::format("{}", *bound.is), "a finite number");
  for (const auto& [name, value] : {std::pair{".within", bound.within}, std::pair{".error", bound.error.value_or(0)}})
    if (!(value >= 0) || std::isinf(value)) issues.error(key + name, fmt::format("{}", value), "a number >= 0");
}

void check_own_metric(const Verification& verification, const MetricEntry& entry, Issues& issues) {
  const bool taken = find_metric(entry.name, verification.metrics) != &entry || names_column(entry.name);
  if (!is_identifier(entry.name) || taken)
    issues.error("verify.metrics", fmt::format("'{}'", shown(entry.name)),
                 "a letter, then letters, digits and _, and no other column of /verification");
  if (!entry.densities)
    issues.error("verify.metrics", fmt::format("'{}' without a function", shown(entry.name)), "one of two densities");
}

}  // namespace

void check_bounds(const Verification& verification, Issues& issues) {
  if (!(verification.false_alarm > 0 && verification.false_alarm < 1))
    issues.error("verify.false_alarm", fmt::format("{}", verification.false_alarm), "a number above 0 and below 1");
  for (const MetricEntry& entry : verification.metrics) check_own_metric(verification, entry, issues);
  for (const auto& [comparison, bounds] : verification.bounds)
    for (const auto& [metric, bound] : bounds) check_bound(verification, comparison, metric, bound, issues);
  for (const NumberBound& bound : verification.numbers) check_number_bound(bound, issues);
}

}  // namespace fokker
