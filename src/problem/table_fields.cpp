// SPDX-License-Identifier: MIT
#include "problem/table_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fokker {

static std::string mixture_text(const GaussianMixture& law) {
  std::string text;
  for (std::size_t k = 0; k < law.size(); ++k)
    text += fmt::format("{} ({}) ({}); ", law.weights()[k], fmt::join(law.means()[k], ", "),
                        fmt::join(law.covariances()[k].reshaped(), ", "));
  return text;
}

static std::string parameter_text(const ParameterValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* word = std::get_if<std::string>(&value)) return *word;
  return "";
}

Fingerprint sampler_fields(const std::vector<SamplerRun>& samplers) {
  Fingerprint fields;
  for (const SamplerRun& run : samplers) {
    const std::string key = "sampler." + run.name;
    fields[key] = fmt::format("{}, {} steps, {} {} {} {}, {} {}, score times {}", run.kind, fmt::join(run.steps, ", "),
                              name_of(run.spacing), run.rho, run.shift, run.chain, name_of(run.start),
                              run.start_law ? mixture_text(*run.start_law) : "", run.scale);
    if (run.guidance)
      fields[key + ".guidance"] = fmt::format("{} of {}", run.guidance->weight, mixture_text(run.guidance->law));
    for (const auto& [name, value] : run.parameters) fields[key + "." + name] = parameter_text(value);
  }
  return fields;
}

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
  if (const auto& bridge = tables.bridge) {
    fields["bridge"] =
        fmt::format("{} snapshots, {} steps, tolerance {}", bridge->snapshots, bridge->steps, bridge->tolerance);
    if (bridge->process) fields["bridge.process"] = "true";
    if (bridge->end) fields["bridge.end"] = fmt::format("{}", *bridge->end);
  }
  if (!tables.first_passage) return fields;
  const FirstPassageTable& asked = *tables.first_passage;
  fields["first_passage.to"] = fmt::format("{}", fmt::join(asked.to, ", "));
  fields["first_passage.moments"] = fmt::format("{}", asked.moments);
  if (asked.committor) fields["first_passage.committor"] = asked.committor->from + ", " + asked.committor->to;
  return fields;
}

}  // namespace fokker
