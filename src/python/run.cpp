// SPDX-License-Identifier: MIT
#include "python/run.hpp"

#include <chrono>
#include <filesystem>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/io/checkpoint/run_folder.hpp"
#include "fokker/io/tables/score_table.hpp"
#include "fokker/study/study.hpp"
#include "python/interruption.hpp"

namespace fokker::python {
namespace {

double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Passes progress on to Python, at most every twentieth of a second, and hears Ctrl-C where no handler of ours does.
class Reporter {
 public:
  explicit Reporter(const py::object& function) : function_(function), wanted_(!function.is_none()) {}

  void operator()(const Progress& progress) {
    constexpr double period = 0.05;
    const double now = monotonic_seconds();
    if (now - last_ < period && progress.fraction < 1 && progress.stage == stage_) return;
    last_ = now;
    stage_ = progress.stage;
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (wanted_)
      function_(progress.stage, progress.fraction, progress.time, progress.step, progress.mass, progress.minimum);
  }

 private:
  const py::object& function_;
  bool wanted_;
  double last_ = 0;
  std::string stage_;
};

RunOptions options_of(const RunSettings& settings) { return {settings.score_memory, !settings.score_table.empty()}; }

/// The result that the states of OUT.h5.run belong to.
std::filesystem::path output_of(const std::string& folder) {
  std::filesystem::path path = folder;
  if (path.extension() != ".run")
    throw Error(Fault::usage, "checkpoint is '" + folder + "'", "a folder whose name ends in .run",
                "checkpoint=\"" + folder + ".run\"");
  return path.replace_extension();
}

Result run_with_states(const Stated& stated, const RunSettings& settings, Control control) {
  const auto output = output_of(settings.checkpoint);
  std::vector<std::string> notes;
  RunFolderOptions options;
  options.resume = has_run_folder(output);
  options.note = [&](const std::string& note) { notes.push_back(note); };
  RunFolder folder(output, stated.problem(), std::move(options));
  double last = monotonic_seconds();
  StateKeeper keeper = folder.keeper([&] { return monotonic_seconds() - last >= settings.checkpoint_every; });
  keeper.keep = [&, keep = std::move(keeper.keep)](const StateMark& mark, const StateView& state) {
    keep(mark, state);
    last = monotonic_seconds();
  };
  control.states = std::move(keeper);
  Result result = run(stated.problem(), options_of(settings), control);
  for (const std::string& change : folder.build_changes()) result.build_changes += change + '\n';
  result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
  folder.remove();
  return result;
}

Result run_once(const Stated& stated, const RunSettings& settings, const Control& control) {
  Result result = settings.checkpoint.empty() ? run(stated.problem(), options_of(settings), control)
                                              : run_with_states(stated, settings, control);
  if (const auto& score = result.forward_score)
    write_score_table(settings.score_table, result.evidence.grid, score->score, score->times);
  result.forward_score.reset();
  return result;
}

}  // namespace

void watched(int threads, const py::object& progress, const std::function<void(const Control& control)>& work) {
  const Interruption interruption;
  Reporter reporter(progress);
  Control control;
  control.threads = threads;
  control.stop = StopToken(interruption.requested());
  control.progress = [&](const Progress& how_far) { reporter(how_far); };
  control.seconds = monotonic_seconds;
  try {
    const py::gil_scoped_release unlocked;
    work(control);
  } catch (const Error& error) {
    if (error.fault() != Fault::interrupted) throw;
    if (PyErr_CheckSignals() == 0) PyErr_SetNone(PyExc_KeyboardInterrupt);
    throw py::error_already_set();
  }
}

std::shared_ptr<Result> run_problem(const Stated& stated, const RunSettings& settings, const py::object& progress) {
  std::shared_ptr<Result> result;
  watched(settings.threads, progress,
          [&](const Control& control) { result = std::make_shared<Result>(run_once(stated, settings, control)); });
  return result;
}

}  // namespace fokker::python
