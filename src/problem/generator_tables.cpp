// SPDX-License-Identifier: MIT
// Checks of what is asked of the generator.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "problem/checks.hpp"

namespace fokker {
namespace {

constexpr int most_moments = 20;

bool has_region(const GeneratorTables& tables, const std::string& name) {
  return std::any_of(tables.regions.begin(), tables.regions.end(),
                     [&](const RegionFormula& region) { return region.name == name; });
}

/// "x_lower" and "x_upper" of every axis that is not periodic.
std::vector<std::string> boundary_names(const Grid& grid) {
  std::vector<std::string> names;
  for (const Axis& axis : grid.axes())
    for (const char* end : {"_lower", "_upper"})
      if (!axis.periodic()) names.push_back(axis.name + end);
  return names;
}

/// What a process may end at: boundaries, then regions.
std::vector<std::string> exit_names(const Problem& problem) {
  std::vector<std::string> names = boundary_names(problem.grid);
  for (const RegionFormula& region : problem.tables.regions) names.push_back(region.name);
  return names;
}

void check_without_time(const KeyPath& key, const std::optional<Expression>& formula, Issues& issues) {
  if (formula && formula->depends_on_time()) issues.error(key, "a formula with t", "a formula in the axes alone");
}

std::string listed(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

/// @param before  names that are taken
template <class Table>
void check_names(const KeyPath& key, const std::vector<Table>& tables, std::vector<std::string> before,
                 Issues& issues) {
  for (const Table& table : tables) {
    check_table_name(key, table.name, before, issues);
    before.push_back(table.name);
  }
}

/// Names that the group of expectations has besides.
std::vector<std::string> scale_names(const Grid& grid) {
  std::vector<std::string> names;
  for (const Axis& axis : grid.axes()) names.insert(names.end(), {axis.name, axis.name + "_edges"});
  return names;
}

void check_names(const Problem& problem, Issues& issues) {
  const GeneratorTables& tables = problem.tables;
  check_names("region", tables.regions, boundary_names(problem.grid), issues);
  check_names("correlation", tables.correlations, {}, issues);
  check_names("expectation", tables.expectations, scale_names(problem.grid), issues);
  for (const RegionFormula& region : tables.regions)
    check_without_time("region." + region.name + ".inside", region.inside, issues);
}

void check_region_name(const GeneratorTables& tables, const KeyPath& key, const std::string& name, Issues& issues) {
  if (has_region(tables, name)) return;
  std::vector<std::string> names;
  for (const RegionFormula& region : tables.regions) names.push_back(region.name);
  issues.error(key, "'" + name + "'", names.empty() ? "the name of a [[region]]" : listed(names));
}

void check_passage(const Problem& problem, const FirstPassageTable& asked, Issues& issues) {
  const GeneratorTables& tables = problem.tables;
  const std::vector<std::string> legal = exit_names(problem);
  for (std::size_t k = 0; k < asked.to.size(); ++k)
    if (std::find(legal.begin(), legal.end(), asked.to[k]) == legal.end())
      issues.error(fmt::format("first_passage.to[{}]", k), "'" + asked.to[k] + "'", listed(legal));
  if (asked.moments < 1 || asked.moments > most_moments)
    issues.error("first_passage.moments", fmt::format("{}", asked.moments), fmt::format("1 to {}", most_moments));
  if (asked.to.empty() && tables.regions.empty() && !absorbs(problem.grid))
    issues.error("first_passage", "nothing that is passed", "an absorbing boundary, a [[region]], or `to`",
                 legal.empty() ? "a [[region]]" : "to = [\"" + legal.front() + "\"]");
  if (!asked.committor) return;
  check_region_name(tables, "first_passage.committor.from", asked.committor->from, issues);
  check_region_name(tables, "first_passage.committor.to", asked.committor->to, issues);
  if (asked.committor->from == asked.committor->to)
    issues.error("first_passage.committor.to", "the region that paths come from", "another one");
  if (absorbs(problem.grid))
    issues.error("first_passage.committor", "absorbing boundaries, which leave no stationary density",
                 "reflecting or periodic ones");
}

void check_reset(const Problem& problem, const ResetTable& reset, Issues& issues) {
  if (reset.to && reset.to->dimension != problem.grid.dimension())
    issues.error("reset.to", fmt::format("a law in {} dimensions", reset.to->dimension),
                 fmt::format("one in {}", problem.grid.dimension()));
  if (reset.rate && !(*reset.rate > 0)) issues.error("reset.rate", fmt::format("{}", *reset.rate), "a number above 0");
  if (!(reset.delay >= 0)) issues.error("reset.delay", fmt::format("{}", reset.delay), "a number >= 0");
  for (std::size_t k = 0; k < reset.frequencies.size(); ++k)
    if (!(reset.frequencies[k] > 0))
      issues.error(fmt::format("reset.frequencies[{}]", k), fmt::format("{}", reset.frequencies[k]),
                   "a number above 0");
  if (reset.rate && (reset.delay > 0 || !reset.frequencies.empty()))
    issues.error("reset.rate", "with delay or frequencies, which are of a reset after the end", "one of both");
  if (!reset.rate && !absorbs(problem.grid) && problem.tables.regions.empty())
    issues.error("reset", "a process that does not end", "an absorbing boundary, a [[region]], or `rate`");
}

void check_expectation(const Problem& problem, const ExpectationTable& asked, Issues& issues) {
  const KeyPath key = "expectation." + asked.name;
  check_without_time(key + ".payoff", asked.payoff, issues);
  check_without_time(key + ".killing", asked.killing, issues);
  check_without_time(key + ".running", asked.running, issues);
  const std::vector<std::string> legal = exit_names(problem);
  for (const ExitValue& value : asked.at_exit)
    if (std::find(legal.begin(), legal.end(), value.exit) == legal.end())
      issues.error(key + ".at_exit." + value.exit, "no exit", listed(legal));
  for (std::size_t k = 0; k < asked.at.size(); ++k)
    for (int i = 0; i < problem.grid.dimension() && asked.at[k].size() == problem.grid.dimension(); ++i) {
      const Axis& axis = problem.grid.axis(i);
      if (!(asked.at[k][i] >= axis.edges[0] && asked.at[k][i] <= axis.edges[axis.cells()]))
        issues.error(fmt::format("{}.at[{}]", key, k), fmt::format("{} = {}", axis.name, asked.at[k][i]),
                     fmt::format("{} to {}", axis.edges[0], axis.edges[axis.cells()]));
    }
  if (asked.steps < 1) issues.error(key + ".steps", fmt::format("{}", asked.steps), ">= 1");
}

void check_correlation(const CorrelationTable& asked, Issues& issues) {
  const KeyPath key = "correlation." + asked.name;
  check_without_time(key + ".first", asked.first, issues);
  check_without_time(key + ".second", asked.second, issues);
  if (asked.lags < 2) issues.error(key + ".lags", fmt::format("{}", asked.lags), ">= 2");
  if (asked.second && !asked.frequencies.empty())
    issues.error(key + ".frequencies", "with a second observable", "the power spectrum of one observable");
}

/// What goes with a run of the bridge in place of its reference.
void check_bridge_as_process(const Problem& problem, const BridgeTable& asked, Issues& issues) {
  const auto refuse = [&](const std::string& found, const std::string& legal) {
    issues.error("bridge.process", found, legal, "process = false, for the tables of the bridge alone");
  };
  if (absorbs(problem.grid)) refuse("true with absorbing boundaries, which a bridge never meets", "reflecting ones");
  if (!problem.tables.regions.empty()) refuse("true with a [[region]], which a bridge never meets", "no [[region]]");
  if (problem.tables.thermodynamics)
    refuse("true with [thermodynamics], which is of the process itself", "one of both");
  if (problem.target) refuse("true with [target]", "cells and steps");
  if (problem.time.steady) refuse("true with time.end = \"steady\"", "a number as time.end");
  if (problem.exact) refuse("true with a known density, that of the process itself", "no [exact]");
  if (!problem.samplers.empty()) refuse("true with a [[sampler]]", "no [[sampler]]");
  if (problem.time.initial != problem.time.start)
    refuse(fmt::format("true with time.start = {} after time.initial = {}", problem.time.start, problem.time.initial),
           "the same time");
  if (has_points(asked.target) && !(asked.end.value_or(problem.time.end) > problem.time.end))
    issues.error("bridge.end", fmt::format("{} with a point as target", asked.end.value_or(problem.time.end)),
                 fmt::format("more than time.end = {}", problem.time.end),
                 "an earlier time.end: the drift towards a point has no bound");
}

void check_bridge(const Problem& problem, const BridgeTable& asked, Issues& issues) {
  if (asked.target.dimension != problem.grid.dimension())
    issues.error("bridge.target", fmt::format("a law in {} dimensions", asked.target.dimension),
                 fmt::format("one in {}", problem.grid.dimension()));
  if (asked.snapshots < 2) issues.error("bridge.snapshots", fmt::format("{}", asked.snapshots), ">= 2");
  if (asked.steps < 1) issues.error("bridge.steps", fmt::format("{}", asked.steps), ">= 1");
  if (!(asked.tolerance > 0)) issues.error("bridge.tolerance", fmt::format("{}", asked.tolerance), "a number above 0");
  if (asked.iterations < 1) issues.error("bridge.iterations", fmt::format("{}", asked.iterations), ">= 1");
  if (asked.end && !(*asked.end >= problem.time.end && std::isfinite(*asked.end)))
    issues.error("bridge.end", fmt::format("{}", *asked.end), fmt::format("at least time.end = {}", problem.time.end));
  if (asked.process) check_bridge_as_process(problem, asked, issues);
}

/// The table that a fault of all of them is put to.
KeyPath any_table(const GeneratorTables& tables) {
  if (tables.stationary) return "stationary";
  if (tables.spectrum) return "spectrum";
  if (tables.first_passage) return "first_passage";
  if (tables.reset) return "reset";
  if (tables.thermodynamics) return "thermodynamics";
  if (tables.bridge) return "bridge";
  if (!tables.correlations.empty()) return "correlation." + tables.correlations.front().name;
  return "expectation." + tables.expectations.front().name;
}

/// A table that needs a stationary density.
KeyPath stationary_table(const GeneratorTables& tables) {
  if (tables.stationary) return "stationary";
  return tables.thermodynamics ? "thermodynamics" : "correlation." + tables.correlations.front().name;
}

}  // namespace

bool has_points(const Law& law) {
  return law.mixture && std::any_of(law.mixture->covariances().begin(), law.mixture->covariances().end(),
                                    [](const Matrix& C) { return C.isZero(0); });
}

void check_tables(const Problem& problem, Issues& issues) {
  const GeneratorTables& tables = problem.tables;
  if (!tables.any() && tables.regions.empty()) return;
  if (tables.any() && problem.grid.dimension() > most_axes_of_tables)
    return issues.error(any_table(tables), fmt::format("a table of the generator on {} axes", problem.grid.dimension()),
                        fmt::format("at most {} axes", most_axes_of_tables), "a process of fewer coordinates");
  check_names(problem, issues);
  if (tables.first_passage) check_passage(problem, *tables.first_passage, issues);
  if (tables.spectrum && (tables.spectrum->count < 1 || 3 * tables.spectrum->count > problem.grid.cells()))
    issues.error("spectrum.count", fmt::format("{}", tables.spectrum->count), "1 to a third of the cells");
  for (const ExpectationTable& one : tables.expectations) check_expectation(problem, one, issues);
  for (const CorrelationTable& one : tables.correlations) check_correlation(one, issues);
  if (tables.bridge) check_bridge(problem, *tables.bridge, issues);
  if (tables.reset) check_reset(problem, *tables.reset, issues);
  if ((tables.stationary || tables.thermodynamics || !tables.correlations.empty()) && absorbs(problem.grid))
    issues.error(stationary_table(tables), "absorbing boundaries, which leave no stationary density",
                 "reflecting or periodic ones", "[spectrum], whose first mode is the quasi-stationary density");
}

void check_steady(const Problem& problem, Issues& issues) {
  if (!problem.tables.any() && !problem.time.steady) return;
  const Process& process = problem.process;
  const KeyPath table = problem.tables.any() ? any_table(problem.tables) : "time.end";
  if (problem.frame) return issues.error(table, "a moving frame, in which coefficients depend on time", "a fixed grid");
  if (!process.modulation || process.modulation->rate)
    return issues.error(table, "coefficients that depend on time, or of which that is not known",
                        "coefficients without t");
  if (!problem.tables.any()) return;
  Points D(problem.grid.cells(), process.noise_columns());
  process.diffusion(problem.time.start)(problem.grid.centres(), D);
  for (int k = 0; k < process.dimension; ++k)
    if (!(D.col(process.correlated ? k * process.dimension + k : k) > 0).any())
      issues.error(table, "no noise along the axis '" + problem.grid.axis(k).name + "', which has no rates",
                   "noise along every axis");
}

}  // namespace fokker
