// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <system_error>
#include <utility>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/kept_run.hpp"
#include "app/output.hpp"
#include "app/ranks.hpp"
#include "app/resources.hpp"
#include "app/run_outputs.hpp"
#include "app/sampler_table.hpp"
#include "app/scalar_table.hpp"
#include "app/score_text.hpp"
#include "app/surroundings.hpp"
#include "app/table.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/result/xdmf.hpp"
#include "fokker/io/tables/score_table.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"

namespace fokker::app {
namespace {

/// Settings that change the result: two runs that differ in other options give the same file.
std::string command_text(const RunArguments& options) {
  std::string text = fmt::format("fokker run {}", options.file.string());
  for (const auto& assignment : options.overrides) text += fmt::format(" --set '{}'", assignment);
  if (!options.only.empty()) text += fmt::format(" --only {}", fmt::join(options.only, ","));
  return text;
}

void check_threads(const RunArguments& options) {
  require_threads(options.threads);
  const int cores = resolve_threads(0);
  if (options.threads > cores && !options.quiet)
    tell(fmt::format("note: {} threads on {} cores\n", options.threads, cores));
}

void write_outputs(const RunArguments& options, const std::filesystem::path& output, const Result& snapshots) {
  try {
    write_result(output, snapshots);
    write_xdmf(output, snapshots);
  } catch (const Error& error) {
    if (error.fault() != Fault::file || options.emergency_dir.empty()) throw;
    const auto there = options.emergency_dir / output.filename();
    write_result(there, snapshots);
    write_xdmf(there, snapshots);
    std::vector<Diagnostic> all = error.diagnostics();
    std::string& advice = all.front().advice;
    advice += fmt::format("{}the result is complete, in {}", advice.empty() ? "" : "; ", there.string());
    throw Error(Fault::file, std::move(all));
  }
}

/// Commands that show the result.
std::string commands_for_a_result(const std::filesystem::path& output) {
  const auto named = [&](const char* suffix) {
    return std::filesystem::path(output).replace_extension(suffix).string();
  };
  return fmt::format("picture: fokker plot {0} -o {1}\nreport:  fokker report {0} -o {2}\n", output.string(),
                     named(".png"), named(".html"));
}

}  // namespace

void tell_notes(const RunArguments& options, const std::vector<std::string>& notes) {
  if (options.quiet) return;
  for (const auto& note : notes) tell("note: " + note + "\n");
}

int give_result(const RunArguments& options, const std::filesystem::path& output, Result& result,
                const std::function<void()>& written) {
  result.command = command_text(options);
  write_outputs(options, output, result);
  written();
  tell_notes(options, result.notes);
  if (!options.json) print(scalar_table(numbers_of(result), result.report.numbers));
  if (result.scores && !options.json) print(score_summary(*result.scores));
  if (result.samplers && !options.json) print(sampler_table(result.samplers->rows) + "\n");
  ReportStyle style = style_of(options);
  style.scores = result.scores ? &*result.scores : nullptr;
  const int code = print_report(result.report, style, "written to " + output.string());
  if (!options.quiet && !options.json) tell(commands_for_a_result(output));
  return code;
}

int run_command(const RunArguments& options) {
  if (runs_over_ranks()) return run_over_ranks(options);
  ProblemFile file = read_problem(options.file, options.overrides, guarded());
  if (!options.only.empty()) file.problem = with_tables_alone(file, options.only);
  const auto output = output_path(options);
  check_outputs(options, file, output, run_needs(options, file));
  if (is_complete(options, file, output)) return judge_again(options, file, output);
  check_threads(options);
  tell_notes(options, file.notes);

  watch_signals();  // from now on there is something to clean up
  RunFolder folder(output, file, folder_options(options));
  std::optional<Result> result;
  with_states(options, &folder, [&](const Control& control) {
    result = run(file, {score_memory(options.memory), !options.export_score.empty()}, control);
  });
  if (const auto& score = result->forward_score)
    write_score_table(options.export_score, result->evidence.grid, score->score, score->times);
  return give_kept_result(options, file, folder, *result);
}

}  // namespace fokker::app
