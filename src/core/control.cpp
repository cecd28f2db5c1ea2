// SPDX-License-Identifier: MIT
#include "fokker/core/control.hpp"

#include <omp.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "fokker/core/error.hpp"

namespace fokker {

void StopToken::check() const {
  if (requested()) throw Error(Fault::interrupted, "stopped on request");
}

void Control::report(const Progress& how_far) const {
  if (progress) progress(how_far);
}

std::optional<State> Control::last_state(const std::string& stage) const {
  if (!states.last) return std::nullopt;
  return states.last(stage);
}

void Control::fail(const Error& error, const StateMark& mark, const StateView& view) const {
  if (!states.keep) throw error;
  try {
    states.keep(mark, view);
  } catch (const Error& lost) {
    std::vector<Diagnostic> all = error.diagnostics();
    all.insert(all.end(), lost.diagnostics().begin(), lost.diagnostics().end());
    throw Error(error.fault(), std::move(all));
  }
  throw error;
}

int resolve_threads(int threads) { return threads > 0 ? threads : std::max(1, omp_get_num_procs()); }

namespace {

// OpenMP's library is not built for the thread sanitizer, so the start and end of a team are announced here.
#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define __SANITIZE_THREAD__  // as GCC says it
#endif
#endif
#ifdef __SANITIZE_THREAD__
extern "C" void __tsan_acquire(void* place);
extern "C" void __tsan_release(void* place);
void before(char& event) { __tsan_release(&event); }
void after(char& event) { __tsan_acquire(&event); }
#define FOKKER_UNSEEN __attribute__((no_sanitize("thread")))
#else
void before(char&) {}
void after(char&) {}
#define FOKKER_UNSEEN
#endif

/// run(b) for b < blocks, by a team of threads.
template <typename Run>
FOKKER_UNSEEN void run_by_team(long blocks, int team, const Run& run) {
  char begun = 0, ended = 0;
  before(begun);
#pragma omp parallel for schedule(dynamic) num_threads(team)
  for (long b = 0; b < blocks; ++b) {
    after(begun);
    run(b);
    before(ended);
  }
  after(ended);
}

}  // namespace

void detail::run_blocks(std::size_t count, std::size_t block, int threads, Block run, const void* body) {
  const auto blocks = static_cast<long>((count + block - 1) / block);
  const int team = static_cast<int>(std::min<long>(resolve_threads(threads), std::max(1L, blocks)));
  std::exception_ptr failure;
  long failed = blocks;
  std::mutex guard;
  const auto guarded = [&](long b) {
    try {
      const std::size_t begin = static_cast<std::size_t>(b) * block;
      run(body, begin, std::min(count, begin + block));
    } catch (...) {
      const std::lock_guard lock(guard);
      if (b < failed) failure = std::current_exception();  // that of the lowest block, whatever the threads
      failed = std::min(failed, b);
    }
  };
  if (team == 1) {  // a team of one would take the place of the team that OpenMP keeps
    for (long b = 0; b < blocks; ++b) guarded(b);
  } else {
    run_by_team(blocks, team, guarded);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace fokker
