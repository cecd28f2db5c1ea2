// SPDX-License-Identifier: MIT
#include "app/kept_run.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "app/child_guard.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/run_outputs.hpp"
#include "app/schedule.hpp"
#include "app/surroundings.hpp"
#include "app/table.hpp"
#include "fokker/core/error.hpp"
#include "fokker/io/result/result.hpp"
#include "io/file.hpp"

namespace fokker::app {
namespace {

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

}  // namespace

RunFolderOptions folder_options(const RunArguments& options) {
  return {options.resume,
          [&options](const std::string& note) { tell_notes(options, {note}); },
          {},
          options.allow_build_change,
          options.emergency_dir};
}

void with_states(const RunArguments& options, RunFolder* folder, const std::function<void(const Control&)>& work) {
  ProgressDisplay display(
      progress_style(options.quiet || !folder), terminal_width(), [](const std::string& text) { tell(text); },
      monotonic_seconds);
  bool asked = false;
  std::optional<StateMark> newest;
  Schedule schedule(options.checkpoint_every, monotonic_seconds, [&] { return asked = take_checkpoint_request(); });
  Control control;
  control.threads = options.threads;
  control.stop = StopToken(watch_signals());
  control.seconds = monotonic_seconds;
  watch_checkpoint_requests();
  if (!folder) return work(control);
  control.progress = [&](const Progress& progress) { display.update(progress); };
  control.states = schedule.timed(acknowledging(folder->keeper([&] { return schedule.due(); }), asked, newest));
  try {
    work(control);
  } catch (const Error& error) {
    if (!folder->holds_states()) throw;
    throw with_newest(error, newest, *folder);
  }
}

bool is_complete(const RunArguments& options, const ProblemFile& file, const std::filesystem::path& output) {
  std::error_code ignored;
  return options.resume && !has_run_folder(output) && is_result_of(output, file, guarded()) &&
         (options.export_score.empty() || std::filesystem::exists(options.export_score, ignored));
}

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

int give_kept_result(const RunArguments& options, const ProblemFile& file, RunFolder& folder, Result& result) {
  const auto output = output_path(options);
  for (const auto& change : folder.build_changes()) result.build_changes += change + '\n';
  const auto written = [&] {
    if (file.problem->target) io::replace_file(chosen_path(output), std::string(chosen_head) + result.problem);
    folder.remove();
  };
  return give_result(options, output, result, written);
}

}  // namespace fokker::app
