// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <system_error>
#include <utility>

#include "app/child_guard.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/ranks.hpp"
#include "app/resources.hpp"
#include "app/run_outputs.hpp"
#include "app/sampler_table.hpp"
#include "app/scalar_table.hpp"
#include "app/schedule.hpp"
#include "app/score_text.hpp"
#include "app/surroundings.hpp"
#include "app/table.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/checkpoint/run_folder.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/result/xdmf.hpp"
#include "fokker/io/tables/score_table.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/study/study.hpp"
#include "io/file.hpp"

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

RunFolderOptions folder_options(const RunArguments& options) {
  return {options.resume,
          [&options](const std::string& note) { tell_notes(options, {note}); },
          {},
          options.allow_build_change,
          options.emergency_dir};
}

std::string mark_text(const StateMark& mark) {
  if (mark.stage.starts_with("particles/sampler/")) return fmt::format("{}, operation {}", mark.stage, mark.step);
  return fmt::format("{}, step {}, t = {:.6g}", mark.stage, mark.step, mark.time);
}

/// A checkpoint that was asked for by a signal is acknowledged. @param newest  gets the mark of each
StateKeeper acknowledging(StateKeeper keeper, bool& asked, std::optional<StateMark>& newest) {
  keeper.keep = [&asked, &newest, keep = std::move(keeper.keep)](const StateMark& mark, const StateView& state) {
    keep(mark, state);
    newest = mark;
    if (std::exchange(asked, false)) tell(fmt::format("fokker: checkpoint written: {}\n", mark_text(mark)));
  };
  return keeper;
}

/// The error that ended a run, with the place of the state that is left of it.
Error with_newest(const Error& error, const std::optional<StateMark>& newest, const RunFolder& folder) {
  if (error.fault() == Fault::interrupted)
    return {Fault::interrupted, "checkpoints are in " + folder.path().string(), {}, "the same command with --resume"};
  if (error.fault() != Fault::numerical || !newest) return error;
  std::vector<Diagnostic> all = error.diagnostics();
  all.front().found +=
      fmt::format("; the last good state ({}) is kept in {} for --resume", mark_text(*newest), folder.path().string());
  return {error.fault(), std::move(all)};
}

Result solve(const RunArguments& options, const CheckedProblem& problem, RunFolder& folder) {
  ProgressDisplay display(
      progress_style(options.quiet), terminal_width(), [](const std::string& text) { tell(text); }, monotonic_seconds);
  bool asked = false;
  std::optional<StateMark> newest;
  Schedule schedule(options.checkpoint_every, monotonic_seconds, [&] { return asked = take_checkpoint_request(); });
  Control control;
  control.threads = options.threads;
  control.stop = StopToken(watch_signals());
  control.progress = [&](const Progress& progress) { display.update(progress); };
  control.seconds = monotonic_seconds;
  control.states = schedule.timed(acknowledging(folder.keeper([&] { return schedule.due(); }), asked, newest));
  watch_checkpoint_requests();
  try {
    return run(problem, {score_memory(options.memory), !options.export_score.empty()}, control);
  } catch (const Error& error) {
    if (!folder.holds_states()) throw;
    throw with_newest(error, newest, folder);
  }
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

/// Whether all that the run would write is there.
bool is_complete(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output) {
  std::error_code ignored;
  return options.resume && !has_run_folder(output) && is_result_of(output, file, guarded()) &&
         (options.export_score.empty() || std::filesystem::exists(options.export_score, ignored));
}

ReportStyle style_of(const RunArguments& options) {
  return {options.json, options.all ? TableRows::all : TableRows::worst};
}

/// Commands that show the result.
std::string commands_for_a_result(const std::filesystem::path& output) {
  const auto named = [&](const char* suffix) {
    return std::filesystem::path(output).replace_extension(suffix).string();
  };
  return fmt::format("picture: fokker plot {0} -o {1}\nreport:  fokker report {0} -o {2}\n", output.string(),
                     named(".png"), named(".html"));
}

/// A finished run is not continued; its verdict is that of the current bounds.
int judge_again(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output) {
  RunFolder(output, file, {true, {}, {}});  // what a run has left that was killed while it cleaned up goes
  tell(fmt::format("{}: already complete\n", output.string()));
  const Result result = read_result(output, guarded());
  Verification bounds = file.problem->verification;
  for (const NumberBound& bound : result.verification.value_or(Verification{}).numbers)
    if (bound.by_particles || bound.table == "time") bounds.numbers.push_back(bound);
  const Report report = judge(result.evidence, bounds, numbers_of(result));
  return print_report(report, style_of(options), "recomputed from " + output.string());
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
  Result result = solve(options, file, folder);
  for (const auto& change : folder.build_changes()) result.build_changes += change + '\n';
  if (const auto& score = result.forward_score)
    write_score_table(options.export_score, result.evidence.grid, score->score, score->times);
  const auto written = [&] {
    if (file.problem->target) io::replace_file(chosen_path(output), std::string(chosen_head) + result.problem);
    folder.remove();
  };
  return give_result(options, output, result, written);
}

}  // namespace fokker::app
