// SPDX-License-Identifier: MIT
#include "core/text.hpp"
#include "fokker/sampler/catalogue.hpp"
#include "io/toml/document.hpp"
#include "io/toml/kinds.hpp"
#include "io/toml/parameter_values.hpp"
#include "io/toml/problem_data.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

constexpr std::int64_t most_sampler_steps = 100000, most_chain = 1000000;

/// A Gaussian mixture from a table like [initial].
std::optional<GaussianMixture> read_mixture(TableReader& table, const std::string& key, const toml::node& node) {
  TableReader keys(table.context(), *node.as_table(), table.key_path(key));
  const auto law = read_law(keys);
  if (law && !law->mixture) table.fail(key, "a law that is no Gaussian mixture", "kind = \"gaussian\" or \"mixture\"");
  return law ? law->mixture : std::nullopt;
}

void read_steps(TableReader& table, SamplerRun& run) {
  const toml::node* node = table.find("steps");
  if (!node || !node->is_array()) {
    if (const auto steps = read_count(table, "steps", 1, most_sampler_steps)) run.steps = {static_cast<long>(*steps)};
    return;
  }
  constexpr Range count{1, static_cast<double>(most_sampler_steps), false, "whole numbers from 1 to 100000"};
  run.steps.clear();
  for (const double steps : table.numbers("steps", count).value_or(std::vector<double>{})) {
    run.steps.push_back(static_cast<long>(steps));
    if (static_cast<double>(run.steps.back()) != steps) table.fail("steps", "a number that is not whole", count.text);
  }
}

void read_start(TableReader& table, SamplerRun& run) {
  const auto* node = table.find("start");
  if (!node || !node->is_table()) {
    run.start = table.choice("start", SamplerStart::prior,
                             {{"prior", SamplerStart::prior}, {"forward", SamplerStart::forward}});
    return;
  }
  run.start = SamplerStart::law;
  run.start_law = read_mixture(table, "start", *node);
}

void read_score(TableReader& table) {
  const auto* node = table.find("score");
  if (node && !node->is_string()) return table.fail("score", description(*node), "\"exact\"");
  table.choice("score", 0, {{"exact", 0}});
}

void read_guidance(TableReader& table, SamplerRun& run) {
  const auto* node = table.find("guidance");
  if (!node) return;
  if (!node->is_table()) return table.fail("guidance", description(*node), "{ law = {...}, weight = w }");
  TableReader keys(table.context(), *node->as_table(), table.key_path("guidance"));
  const auto* law = keys.find("law");
  const auto weight = keys.number("weight");
  if (!weight) keys.missing("weight", "a number");
  if (!law || !law->is_table()) keys.missing("law", "a table like [initial]");
  const auto mixture = law && law->is_table() ? read_mixture(keys, "law", *law) : std::nullopt;
  keys.finish();
  if (mixture && weight) run.guidance = SamplerGuidance{*mixture, *weight};
}

std::optional<SamplerRun> read_run(TableReader& table, const SamplerEntry& entry) {
  SamplerRun run;
  run.kind = entry.name;
  run.name = table.string("name").value_or(entry.name);
  read_steps(table, run);
  run.spacing = table.choice("spacing", SamplerSpacing::uniform);
  run.rho = table.number_or("rho", run.rho, positive);
  run.shift = table.number_or("shift", run.shift, positive);
  run.chain = static_cast<long>(table.integer("chain", 2, most_chain).value_or(run.chain));
  read_start(table, run);
  read_score(table);
  run.scale = table.number_or("scale", run.scale);
  read_guidance(table, run);
  auto values = read_parameters(table, entry.parameters);
  table.finish();
  if (!values) return std::nullopt;
  run.parameters = std::move(*values);
  return run;
}

}  // namespace

std::vector<SamplerRun> read_samplers(ReadContext& context, const toml::node* node) {
  std::vector<SamplerRun> samplers;
  if (!node) return samplers;
  const auto* list = tables_at(context, *node, "sampler", "sampler");
  if (!list) return samplers;
  Kinds<SamplerRun> kinds;
  for (const SamplerEntry& entry : sampler_entries())
    kinds.emplace_back(entry.name, [&entry](TableReader& table) { return read_run(table, entry); });
  for (const auto& item : *list) {
    const auto& table = *item.as_table();
    const auto name = table["name"].value<std::string>();
    TableReader reader(context, table,
                       "sampler." + shown(name.value_or(table["kind"].value<std::string>().value_or("?"))));
    if (auto run = read_kind(reader, kinds, false)) samplers.push_back(std::move(*run));
  }
  return samplers;
}

}  // namespace fokker::io
