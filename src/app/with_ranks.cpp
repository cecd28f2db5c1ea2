// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <exception>

#include "app/child_guard.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/ranks.hpp"
#include "app/run_outputs.hpp"
#include "app/surroundings.hpp"
#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"

namespace fokker::app {
namespace {

/// Options that a run over ranks does not have yet.
void refuse_options(const RunArguments& options) {
  const char* name = options.resume                  ? "--resume"
                     : !options.export_score.empty() ? "--export-score"
                     : !options.only.empty()         ? "--only"
                                                     : nullptr;
  if (name) throw Error(Fault::usage, std::string(name) + " on several ranks", {}, "the same command without mpirun");
}

/// As asked for, or the cores of this machine shared out among its ranks, as far as mpirun leaves them to this one.
int threads_of(const RunArguments& options, const Ranks& ranks) {
  if (options.threads > 0) return options.threads;
  const auto cores = static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
  return std::min(resolve_threads(0), std::max(1, cores / ranks.on_this_machine()));
}

/// Of all ranks of this machine: the parts that are shared out, and the snapshots, which each rank holds.
Estimate needs_of(const RunArguments& options, const ProblemFile& file, const Ranks& ranks) {
  Estimate needs = run_needs(options, file);
  const Problem& problem = file;
  const double snapshots = 8.0 * static_cast<double>(problem.grid.cells() * std::ssize(problem.time.snapshots));
  needs.memory_bytes = ranks.on_this_machine() * (needs.memory_bytes / ranks.count() + snapshots);
  needs.run_bytes = 0;  // no checkpoints
  return needs;
}

int run_here(const RunArguments& options, const Ranks& ranks) {
  refuse_options(options);
  std::optional<ProblemFile> file;
  ranks.together([&] { file.emplace(read_problem(options.file, options.overrides, guarded())); });
  const auto output = output_path(options);
  ranks.together([&] {
    if (ranks.leads()) check_outputs(options, *file, output, needs_of(options, *file, ranks));
  });
  if (ranks.leads()) tell_notes(options, file->notes);
  ProgressDisplay display(
      progress_style(options.quiet || !ranks.leads()), terminal_width(), [](const std::string& text) { tell(text); },
      monotonic_seconds);
  Control control;
  control.threads = threads_of(options, ranks);
  control.stop = StopToken(watch_signals());
  if (ranks.leads()) control.progress = [&](const Progress& progress) { display.update(progress); };
  control.seconds = monotonic_seconds;
  std::optional<Result> result = run(ranks, *file, control);
  display.finish();
  return result ? give_result(options, output, *result, [] {}) : 0;
}

}  // namespace

bool runs_over_ranks() { return ranks_by_mpirun() > 0; }

int run_over_ranks(const RunArguments& options) {
  const Ranks ranks;
  try {
    return run_here(options, ranks);
  } catch (const Error& error) {
    if (error.fault() != Fault::resources) {
      if (ranks.leads()) throw;
      return 0;  // rank 0 prints the error, which all have, and its code is that of mpirun
    }
    tell(std::string(error.what()) + "\n");
  } catch (const std::exception& error) {
    tell(std::string("error: ") + error.what() + "\n");
  }
  ranks.end_all(exit_code(Fault::resources));  // the others wait for this rank
  return exit_code(Fault::resources);
}

}  // namespace fokker::app
