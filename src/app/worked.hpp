// SPDX-License-Identifier: MIT
#pragma once
#include "app/child_guard.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/resources.hpp"
#include "app/surroundings.hpp"
#include "fokker/io/toml/problem_file.hpp"

namespace fokker::app {

/// The report of work(problem, control) on the problem file of the options, with notes and progress on standard error.
template <class Options, class Work>
auto worked(const Options& options, const Work& work, const ProblemReading& reading = guarded()) {
  const ProblemFile problem = read_problem(options.file, options.overrides, reading);
  require_threads(options.threads);
  const auto show_notes = [&](const std::vector<std::string>& notes) {
    for (const auto& note : notes)
      if (!options.quiet) tell("note: " + note + "\n");
  };
  show_notes(problem.notes);
  const auto report = [&] {
    ProgressDisplay display(
        progress_style(options.quiet), terminal_width(), [](const std::string& text) { tell(text); },
        monotonic_seconds);
    Control control;
    control.threads = options.threads;
    control.stop = StopToken(watch_signals());
    control.progress = [&](const Progress& progress) { display.update(progress); };
    return work(problem, control);
  }();
  if constexpr (requires { report.notes; }) show_notes(report.notes);
  return report;
}

}  // namespace fokker::app
