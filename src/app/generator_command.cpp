// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/scalar_table.hpp"
#include "app/worked.hpp"
#include "fokker/io/json.hpp"
#include "fokker/study/generator_study.hpp"

namespace fokker::app {
namespace {

/// One table of the problem alone, with its defaults where the file has none.
CheckedProblem with_table(Problem problem, const std::string& table) {
  const GeneratorTables given = problem.tables;
  problem.tables = {given.regions};
  if (table == "stationary") problem.tables.stationary = given.stationary.value_or(StationaryTable{});
  if (table == "spectrum") problem.tables.spectrum = given.spectrum.value_or(SpectrumTable{});
  if (table == "first_passage") problem.tables.first_passage = given.first_passage.value_or(FirstPassageTable{});
  return problem;
}

}  // namespace

int generator_command(const GeneratorOptions& options) {
  const GeneratorResults results = worked(options, [&](const ProblemFile& problem, const Control& control) {
    return generator_study(with_table(problem, options.table), control);
  });
  print(options.json ? to_json(results.scalars) + "\n" : scalar_table(results.scalars));
  return 0;
}

}  // namespace fokker::app
