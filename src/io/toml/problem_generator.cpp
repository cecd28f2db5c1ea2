// SPDX-License-Identifier: MIT
// The tables that ask for more than densities.
#include <fmt/format.h>

#include <limits>

#include "core/text.hpp"
#include "io/toml/document.hpp"
#include "io/toml/issue_places.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

constexpr const char* like_initial = "a table like [initial]";

/// The law of a key; empty where there is none.
std::optional<Law> read_law_at(TableReader& table, const char* key) {
  const auto* node = table.find(key);
  if (!node) return std::nullopt;
  const auto* law = node->as_table();
  if (!law) {
    table.fail(key, description(*node), like_initial);
    return std::nullopt;
  }
  TableReader reader(table.context(), *law, table.key_path(key));
  return read_law(reader);
}

std::optional<RegionFormula> read_region(TableReader& table) {
  const auto name = table.string("name");
  if (!name) table.missing("name", table_name_legal);
  const auto inside = table.expression("inside");
  if (!table.has("inside")) table.missing("inside", "a formula in the axes, > 0 in the region");
  table.finish();
  if (!name || !inside) return std::nullopt;
  return RegionFormula{*name, *inside};
}

std::optional<CommittorTable> read_committor(TableReader& table) {
  const auto* node = table.find("committor");
  if (!node) return std::nullopt;
  const auto* inner = node->as_table();
  if (!inner) {
    table.fail("committor", description(*node), "{ from = \"REGION\", to = \"REGION\" }");
    return std::nullopt;
  }
  TableReader reader(table.context(), *inner, table.key_path("committor"));
  const auto from = reader.string("from"), to = reader.string("to");
  if (!reader.has("from")) reader.missing("from", "the name of a [[region]]");
  if (!reader.has("to")) reader.missing("to", "the name of a [[region]]");
  reader.finish();
  return CommittorTable{from.value_or(""), to.value_or("")};
}

std::vector<ExitValue> read_exit_values(TableReader& table) {
  std::vector<ExitValue> values;
  const auto* node = table.find("at_exit");
  if (!node) return values;
  const auto* exits = node->as_table();
  if (!exits) table.fail("at_exit", description(*node), "a table, e.g. { x_lower = 1.0 }");
  for (const auto& [name, value] : exits ? *exits : toml::table{})
    if (const auto number =
            table.number_of(value, table.key_path("at_exit") + "." + std::string(name.str()), any_number))
      values.push_back({std::string(name.str()), *number});
  return values;
}

/// Points, in one dimension numbers.
std::vector<Vector> read_points(TableReader& table) {
  std::vector<Vector> points;
  const auto* node = table.find("at");
  if (!node) return points;
  const auto* list = node->as_array();
  if (!list) table.fail("at", description(*node), "a list of points");
  for (std::size_t k = 0; list && k < list->size(); ++k)
    if (const auto point = table.point_of((*list)[k], fmt::format("{}[{}]", table.key_path("at"), k)))
      points.push_back(*point);
  return points;
}

std::optional<ExpectationTable> read_expectation(TableReader& table) {
  constexpr std::int64_t most_steps = 10'000'000;
  const auto name = table.string("name");
  if (!name) table.missing("name", table_name_legal);
  const auto payoff = table.expression("payoff");
  if (!table.has("payoff")) table.missing("payoff", "a formula in the axes");
  const auto killing = table.expression("killing"), running = table.expression("running");
  const auto values = read_exit_values(table);
  const auto points = read_points(table);
  const auto steps = table.integer("steps", 1, most_steps).value_or(200);
  table.finish();
  if (!name || !payoff) return std::nullopt;
  return ExpectationTable{*name, *payoff, killing, running, values, points, static_cast<long>(steps)};
}

std::optional<CorrelationTable> read_correlation(TableReader& table) {
  constexpr std::int64_t most_lags = 1'000'000;
  const auto name = table.string("name");
  if (!name) table.missing("name", table_name_legal);
  const auto first = table.expression("first");
  if (!table.has("first")) table.missing("first", "a formula in the axes");
  const auto second = table.expression("second");
  const double end = table.number_or("end", 0, positive);
  const auto lags = table.integer("lags", 2, most_lags).value_or(101);
  const auto frequencies = table.numbers("frequencies", positive).value_or(std::vector<double>{});
  table.finish();
  if (!name || !first) return std::nullopt;
  return CorrelationTable{*name, *first, second, end, static_cast<long>(lags), frequencies};
}

/// Every table of an array of tables, which go by their names.
template <class Table, class Read>
std::vector<Table> read_named_tables(ReadContext& context, const toml::node* node, const std::string& key,
                                     const Read& read) {
  std::vector<Table> tables;
  if (!node) return tables;
  const auto* list = tables_at(context, *node, key, key);
  if (!list) return tables;
  for (const auto& entry : *list) {
    const auto& table = *entry.as_table();
    TableReader reader(context, table, key + "." + shown(table["name"].value<std::string>().value_or("?")));
    if (auto one = read(reader)) tables.push_back(std::move(*one));
  }
  return tables;
}

}  // namespace

bool needs_no_time(const toml::table& document) {
  const auto has = [&](const char* key) { return document.contains(key); };
  const bool asks = has("stationary") || has("spectrum") || has("first_passage") || has("reset") || has("correlation");
  return asks && !has("forward") && !has("reverse") && !has("particles") && !has("frame") && !has("target") &&
         !has("sampler") && !has("exact") && !has("bridge") && !has("expectation") && !has("thermodynamics");
}

std::vector<RegionFormula> read_regions(ReadContext& context, const toml::node* node) {
  return read_named_tables<RegionFormula>(context, node, "region", read_region);
}

std::vector<CorrelationTable> read_correlations(ReadContext& context, const toml::node* node) {
  return read_named_tables<CorrelationTable>(context, node, "correlation", read_correlation);
}

std::vector<ExpectationTable> read_expectations(ReadContext& context, const toml::node* node) {
  return read_named_tables<ExpectationTable>(context, node, "expectation", read_expectation);
}

StationaryTable read_stationary(TableReader& table) {
  table.finish();
  return {};
}

SpectrumTable read_spectrum(TableReader& table) {
  SpectrumTable spectrum;
  spectrum.count =
      static_cast<int>(table.integer("count", 1, std::numeric_limits<int>::max() / 3).value_or(spectrum.count));
  table.finish();
  return spectrum;
}

ThermodynamicsTable read_thermodynamics(TableReader& table) {
  table.finish();
  return {};
}

ResetTable read_reset(TableReader& table) {
  ResetTable reset;
  reset.to = read_law_at(table, "to");
  reset.rate = table.number("rate", positive);
  reset.delay = table.number_or("delay", reset.delay, {0, std::numeric_limits<double>::max(), false, "a number >= 0"});
  reset.frequencies = table.numbers("frequencies", positive).value_or(reset.frequencies);
  table.finish();
  return reset;
}

std::optional<BridgeTable> read_bridge(TableReader& table) {
  constexpr std::int64_t most = 10'000'000;
  const std::optional<Law> target = read_law_at(table, "target");
  if (!table.has("target")) table.missing("target", like_initial);
  const auto snapshots = table.integer("snapshots", 2, most).value_or(11);
  const auto steps = table.integer("steps", 1, most).value_or(200);
  const double tolerance = table.number_or("tolerance", 1e-10, positive);
  const auto iterations = table.integer("iterations", 1, most).value_or(1000);
  const bool process = table.boolean("process").value_or(false);
  const std::optional<double> end = table.number("end");
  table.finish();
  if (!target) return std::nullopt;
  return BridgeTable{*target,   static_cast<long>(snapshots),  static_cast<long>(steps),
                     tolerance, static_cast<long>(iterations), process,
                     end};
}

FirstPassageTable read_first_passage(TableReader& table) {
  FirstPassageTable passage;
  passage.to = table.strings("to");
  passage.moments = static_cast<int>(table.integer("moments", 1, 20).value_or(passage.moments));
  passage.committor = read_committor(table);
  table.finish();
  return passage;
}

}  // namespace fokker::io
