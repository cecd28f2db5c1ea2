// SPDX-License-Identifier: MIT
#include "problem/table_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fokker {

Fingerprint table_fields(const GeneratorTables& tables) {
  Fingerprint fields;
  for (const RegionFormula& region : tables.regions) fields["region." + region.name] = region.inside.to_string();
  if (tables.stationary) fields["stationary"] = "";
  if (tables.spectrum) fields["spectrum.count"] = fmt::format("{}", tables.spectrum->count);
  if (tables.thermodynamics) fields["thermodynamics"] = "";
  if (const auto& reset = tables.reset) {
    fields["reset.rate"] = reset->rate ? fmt::format("{}", *reset->rate) : "";
    fields["reset.delay"] = fmt::format("{}", reset->delay);
    fields["reset.frequencies"] = fmt::format("{}", fmt::join(reset->frequencies, ", "));
  }
  for (const CorrelationTable& one : tables.correlations) {
    const std::string key = "correlation." + one.name;
    fields[key + ".first"] = one.first.to_string();
    if (one.second) fields[key + ".second"] = one.second->to_string();
    fields[key + ".lags"] = fmt::format("{} to {}", one.lags, one.end);
    fields[key + ".frequencies"] = fmt::format("{}", fmt::join(one.frequencies, ", "));
  }
  for (const ExpectationTable& one : tables.expectations) {
    const std::string key = "expectation." + one.name;
    fields[key + ".payoff"] = one.payoff.to_string();
    if (one.killing) fields[key + ".killing"] = one.killing->to_string();
    if (one.running) fields[key + ".running"] = one.running->to_string();
    fields[key + ".steps"] = fmt::format("{}", one.steps);
    for (const ExitValue& value : one.at_exit) fields[key + ".at_exit." + value.exit] = fmt::format("{}", value.value);
    for (std::size_t k = 0; k < one.at.size(); ++k)
      fields[fmt::format("{}.at[{}]", key, k)] = fmt::format("{}", fmt::join(one.at[k], ", "));
  }
  if (const auto& bridge = tables.bridge)
    fields["bridge"] =
        fmt::format("{} snapshots, {} steps, tolerance {}", bridge->snapshots, bridge->steps, bridge->tolerance);
  if (!tables.first_passage) return fields;
  const FirstPassageTable& asked = *tables.first_passage;
  fields["first_passage.to"] = fmt::format("{}", fmt::join(asked.to, ", "));
  fields["first_passage.moments"] = fmt::format("{}", asked.moments);
  if (asked.committor) fields["first_passage.committor"] = asked.committor->from + ", " + asked.committor->to;
  return fields;
}

}  // namespace fokker
