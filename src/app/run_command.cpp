#include <fmt/format.h>

#include <system_error>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/resources.hpp"
#include "app/surroundings.hpp"
#include "app/table.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/json.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {
namespace {

std::filesystem::path output_path(const RunOptions& options) {
  if (!options.output.empty()) return options.output;
  return options.file.filename().replace_extension(".h5");
}

/// An output that is the problem file itself would destroy it, --force or not.
void refuse_input_as_output(const RunOptions& options, const std::filesystem::path& output) {
  std::error_code failure;
  if (!std::filesystem::equivalent(options.file, output, failure)) return;
  throw Error(Fault::file, {output.string(), "", "the output is the problem file itself", "", "another name with -o"});
}

void tell_notes(const RunOptions& options, const std::vector<std::string>& notes) {
  if (options.quiet) return;
  for (const auto& note : notes) tell("note: " + note + "\n");
}

void warn_of_threads(const RunOptions& options) {
  const int cores = resolve_threads(0);
  if (options.threads > cores && !options.quiet)
    tell(fmt::format("note: {} threads on {} cores\n", options.threads, cores));
}

Snapshots solve(const RunOptions& options, const Problem& problem) {
  ProgressDisplay display(
      progress_style(options.quiet), terminal_width(), [](const std::string& text) { tell(text); }, monotonic_seconds);
  Control control;
  control.threads = options.threads;
  control.stop = StopToken(watch_signals());
  control.progress = [&](const Progress& progress) { display.update(progress); };
  return run(problem, control);
}

}  // namespace

int run_command(const RunOptions& options) {
  const Problem problem = read_problem(options.file, options.overrides);
  const auto output = output_path(options);
  refuse_input_as_output(options, output);
  check_output(output, options.force);
  check_resources(estimate(problem), output);
  warn_of_threads(options);
  tell_notes(options, problem.notes);

  const Snapshots snapshots = solve(options, problem);
  write_snapshots(output, snapshots);
  tell_notes(options, snapshots.notes);
  if (options.json) {
    print(to_json(snapshots.report) + "\n");
  } else {
    print(table_text(snapshots.report));
    print(fmt::format("{}; written to {}\n", verdict_text(snapshots.report), output.string()));
  }
  return snapshots.report.passed ? 0 : exit_code(Fault::verification);
}

}  // namespace fokker::app
