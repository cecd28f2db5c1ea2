// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <optional>

#include "app/check_text.hpp"
#include "app/child_guard.hpp"
#include "app/kept_run.hpp"
#include "app/output.hpp"
#include "app/ranks.hpp"
#include "app/resources.hpp"
#include "app/run_outputs.hpp"
#include "app/surroundings.hpp"
#include "app/words.hpp"
#include "fokker/core/error.hpp"
#include "fokker/spread/spread.hpp"

namespace fokker::app {
namespace {

/// Options that a run over ranks does not have yet.
void refuse_options(const RunArguments& options) {
  const char* name = !options.export_score.empty() ? "--export-score" : !options.only.empty() ? "--only" : nullptr;
  if (name) throw Error(Fault::usage, std::string(name) + " on several ranks", {}, "the same command without mpirun");
}

/// As asked for, or the cores of this machine shared out among its ranks, as far as mpirun leaves them to this one.
int threads_of(int asked, const Ranks& ranks) {
  if (asked > 0) return asked;
  const auto cores = static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
  return std::min(resolve_threads(0), std::max(1, cores / ranks.on_this_machine()));
}

/// Memory of a rank for its part of the densities of the score: as asked for, or its share of a third of what is there.
double score_memory_of(double asked, const Ranks& ranks) {
  return asked > 0 ? asked : score_memory(0) / ranks.on_this_machine();
}

/// Of the rank that writes.
Estimate needs_of(const ProblemFile& file, double memory, const Ranks& ranks) {
  return estimate(file, {.score_memory = score_memory_of(memory, ranks), .ranks = ranks.count()});
}

/// Of all ranks of this machine, each of which does its share.
Estimate on_this_machine(Estimate needs, const Ranks& ranks) {
  needs.memory_bytes *= ranks.on_this_machine();
  needs.unbounded_bytes *= ranks.on_this_machine();
  needs.cell_steps /= ranks.count();
  needs.particle_steps /= ranks.count();
  return needs;
}

/// The folder of rank 0, and its states.
class Folder {
 public:
  Folder(const RunArguments& options, const ProblemFile& file, const Ranks& ranks) {
    ranks.together([&] {
      if (ranks.leads()) folder_.emplace(output_path(options), file, folder_options(options));
    });
  }
  RunFolder* get() { return folder_ ? &*folder_ : nullptr; }

 private:
  std::optional<RunFolder> folder_;
};

int run_here(RunArguments options, const Ranks& ranks) {
  refuse_options(options);
  std::optional<ProblemFile> file;
  ranks.together([&] { file.emplace(read_problem(options.file, options.overrides, guarded())); });
  const auto output = output_path(options);
  const Estimate needs = on_this_machine(needs_of(*file, options.memory, ranks), ranks);
  bool complete = false;
  ranks.together([&] {
    if (!ranks.leads()) return;
    check_outputs(options, *file, output, needs);
    complete = is_complete(options, *file, output);
  });
  if (ranks.any(complete)) return ranks.leads() ? judge_again(options, *file, output) : 0;
  if (ranks.leads()) tell_notes(options, file->notes);
  options.threads = threads_of(options.threads, ranks);
  watch_signals();  // from now on there is something to clean up
  Folder folder(options, *file, ranks);
  std::optional<SharedResult> shared;
  with_states(options, folder.get(), [&](const Control& control) {
    shared.emplace(ranks, *file, RunOptions{.score_memory = score_memory_of(options.memory, ranks)}, control);
  });
  int code = 0;
  shared->use([&](Result& result) { code = give_kept_result(options, *file, *folder.get(), result); });
  return code;
}

std::string sharing_text(const RankNeeds& needs, const Estimate& of_a_rank, const Ranks& ranks) {
  std::string text =
      named_line("ranks", fmt::format("{}, {} of them on this machine, at most {} on this grid", ranks.count(),
                                      ranks.on_this_machine(), needs.most)) +
      named_line("per rank", "about " + bytes_text(of_a_rank.memory_bytes) + " of memory on the first, which writes");
  for (const std::string& layout : needs.layouts) text += named_line("layout", layout);
  return text + named_line("per step", fmt::format("{} messages from each rank, with at most {}", needs.messages,
                                                   bytes_text(needs.bytes)));
}

int check_here(CheckOptions options, const Ranks& ranks) {
  int code = 0;
  const int threads = threads_of(options.threads, ranks);
  ranks.together([&] {
    if (!ranks.leads()) return;
    const ProblemFile file = read_problem(options.file, options.overrides, guarded());
    const RankNeeds sharing = rank_needs(file, ranks.count());
    const Estimate of_a_rank = needs_of(file, options.memory, ranks);
    options.threads = threads;
    code = check_with(options, file, on_this_machine(of_a_rank, ranks), sharing_text(sharing, of_a_rank, ranks));
  });
  return code;
}

/// What all ranks do together. Where memory runs out on one, it ends all.
int by_all(const std::function<int(const Ranks&)>& body) {
  const Ranks ranks;
  try {
    return body(ranks);
  } catch (const SharedError&) {
    if (ranks.leads()) throw;
    return 0;  // rank 0 prints the error, and its code is that of mpirun
  } catch (const Error& error) {
    if (error.fault() != Fault::resources) {
      if (ranks.leads()) throw;
      return 0;  // of a stop, which is one of all
    }
    tell(std::string(error.what()) + "\n");
  } catch (const std::exception& error) {
    tell(std::string("error: ") + error.what() + "\n");
  }
  ranks.end_all(exit_code(Fault::resources));  // the others wait for this rank
  return exit_code(Fault::resources);
}

}  // namespace

bool runs_over_ranks() { return ranks_by_mpirun() > 0; }

int run_over_ranks(const RunArguments& options) {
  return by_all([&](const Ranks& ranks) { return run_here(options, ranks); });
}

std::string refusal_text(const ProblemFile& problem) {
  const auto refusal = refused_on_ranks(problem);
  return refusal ? named_line("mpirun", "refused: " + refusal->diagnostics().front().found) : std::string();
}

int check_over_ranks(const CheckOptions& options) {
  return by_all([&](const Ranks& ranks) { return check_here(options, ranks); });
}

}  // namespace fokker::app
