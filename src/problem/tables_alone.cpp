// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "fokker/problem/problem.hpp"

namespace fokker {
namespace {

[[noreturn]] void refuse_table(const std::string& name, const std::string& found, const std::string& legal) {
  throw Error(Fault::problem, Diagnostic{{}, name, found, legal, {}});
}

/// Moves one table from all to those that are kept.
void keep_table(const std::string& name, const GeneratorTables& all, GeneratorTables& kept) {
  static const std::vector<std::string> legal = {"stationary",  "spectrum", "first_passage", "reset",
                                                 "correlation", "bridge",   "expectation"};
  if (std::find(legal.begin(), legal.end(), name) == legal.end())
    refuse_table(name, "no table that is computed alone", quoted_list(legal));
  if (name == "stationary") kept.stationary = all.stationary.value_or(StationaryTable{});
  if (name == "spectrum") kept.spectrum = all.spectrum.value_or(SpectrumTable{});
  if (name == "first_passage") kept.first_passage = all.first_passage.value_or(FirstPassageTable{});
  if (name == "reset") kept.reset = all.reset;
  if (name == "correlation") kept.correlations = all.correlations;
  if (name == "bridge") kept.bridge = all.bridge;
  if (name == "expectation") kept.expectations = all.expectations;
  const bool there = (name != "reset" || kept.reset) && (name != "correlation" || !kept.correlations.empty()) &&
                     (name != "bridge" || kept.bridge) && (name != "expectation" || !kept.expectations.empty());
  if (!there) refuse_table(name, "the problem has no such table", "a table of the problem");
}

}  // namespace

Problem with_tables_alone(Problem problem, const std::vector<std::string>& names) {
  const GeneratorTables all = std::exchange(problem.tables, {});
  problem.tables.regions = all.regions;
  for (const std::string& name : names) keep_table(name, all, problem.tables);
  if (names.empty()) problem.tables = all;
  problem.tables.thermodynamics.reset();
  problem.tables_only = true;
  problem.reversals.clear();
  problem.particles.reset();
  problem.samplers.clear();
  problem.target.reset();
  problem.verification.bounds.clear();
  std::erase_if(problem.verification.numbers, [&](const NumberBound& bound) {
    const std::string& table = bound.table == "committor" ? "first_passage" : bound.table;
    return !names.empty() && std::find(names.begin(), names.end(), table) == names.end();
  });
  return problem;
}

}  // namespace fokker
