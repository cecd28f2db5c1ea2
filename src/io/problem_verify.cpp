#include <fmt/format.h>

#include <algorithm>

#include "io/problem_tables.hpp"
#include "io/text.hpp"

namespace fokker::io {
namespace {

constexpr Comparison comparisons[] = {Comparison::forward_exact, Comparison::reverse_forward, Comparison::reverse_exact,
                                      Comparison::particles, Comparison::particles_reverse};

bool of_particles(Comparison comparison) {
  return comparison == Comparison::particles || comparison == Comparison::particles_reverse;
}

/// Metrics that only a count of particles has.
bool needs_particles(const std::string& metric) {
  return metric == "tv_upper" || metric == "chi2" || metric == "step_tv" || metric == "rest_tv" ||
         metric == "p_value" || metric == "ks";
}

Bounds read_bounds(TableReader& table, Comparison comparison) {
  constexpr Range probability{0, 1, false, "a number from 0 to 1"};
  Bounds bounds;
  for (const auto& metric : bound_names()) {
    if (needs_particles(metric) && !of_particles(comparison)) {
      if (table.has(metric)) table.fail(metric, "a metric of particles", "a metric of two densities", "'tv'");
      continue;
    }
    if (const auto bound = table.number(metric, metric == "p_value" ? probability : not_negative))
      bounds.emplace(metric, *bound);
  }
  table.finish();
  return bounds;
}

}  // namespace

Verification read_verification(TableReader& table) {
  Verification verification;
  constexpr Range rate{0, 1 - 0x1p-53, true, "a number above 0 and below 1"};
  verification.false_alarm = table.number_or("false_alarm", verification.false_alarm, rate);
  for (const Comparison comparison : comparisons) {
    const std::string name(to_string(comparison));
    const auto* node = table.find(name);
    if (!node) continue;
    if (const auto* bounds = node->as_table()) {
      TableReader reader(table.context(), *bounds, table.key_path(name));
      verification.bounds.emplace(comparison, read_bounds(reader, comparison));
    } else {
      table.fail(name, description(*node), "a table of bounds, e.g. { tv = 1e-2 }");
    }
  }
  table.finish();
  return verification;
}

}  // namespace fokker::io
