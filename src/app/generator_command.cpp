// SPDX-License-Identifier: MIT
#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/resources.hpp"
#include "app/scalar_table.hpp"
#include "app/surroundings.hpp"
#include "fokker/io/json.hpp"
#include "fokker/io/toml/problem_file.hpp"
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
  const ProblemFile file = read_problem(options.file, options.overrides, guarded());
  require_threads(options.threads);
  for (const auto& note : file.notes)
    if (!options.quiet) tell("note: " + note + "\n");
  GeneratorResults results{file.problem->grid, {}};
  {
    ProgressDisplay display(
        progress_style(options.quiet), terminal_width(), [](const std::string& text) { tell(text); },
        monotonic_seconds);
    Control control;
    control.threads = options.threads;
    control.stop = StopToken(watch_signals());
    control.progress = [&](const Progress& progress) { display.update(progress); };
    results = generator_study(with_table(file, options.table), control);
  }
  print(options.json ? to_json(results.scalars) + "\n" : scalar_table(results.scalars));
  return 0;
}

}  // namespace fokker::app
