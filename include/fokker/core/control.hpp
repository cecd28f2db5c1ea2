// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "fokker/core/state.hpp"

namespace fokker {

class Error;

/// Asks a long computation to end early; safe to set from a signal handler.
class StopToken {
 public:
  StopToken() = default;
  /// Token that asks `flag`, which must outlive it.
  /// @param flag  true: a stop is requested; any thread may set it
  explicit StopToken(const std::atomic<bool>& flag) : flag_(&flag) {}
  /// Whether a stop was requested. Without a flag never. @return false: go on
  bool requested() const { return flag_ != nullptr && flag_->load(std::memory_order_relaxed); }
  /// @throws Error{Fault::interrupted} if a stop was requested
  void check() const;

 private:
  const std::atomic<bool>* flag_ = nullptr;
};

/// How far a stage has come: `fraction` runs from 0 to 1 within `stage`, `time` is process time.
struct Progress {
  std::string stage;                   ///< "forward", "reverse/NAME", ...
  double fraction = 0;                 ///< of the stage, 0 to 1
  double time = 0;                     ///< process time
  std::int64_t step = 0;               ///< steps taken, from where the stage began
  std::optional<double> mass = {};     ///< on the grid now
  std::optional<double> minimum = {};  ///< smallest cell average now
};
/// Called with the progress of a stage, from the thread that runs it.
using ProgressCallback = std::function<void(const Progress&)>;

/// Threads, stop token, progress and states of a long computation.
struct Control {
  int threads = 0;            ///< 0: all cores; results do not depend on it
  StopToken stop;             ///< asked after every step
  ProgressCallback progress;  ///< may be empty
  StateKeeper states = {};    ///< where stages leave their states
  /// A clock, which only limits of time read; without one there are none.
  std::function<double()> seconds = {};

  /// Hands progress to the callback, if there is one.
  /// @param how_far  stage, fraction, time and step
  void report(const Progress& how_far) const;
  /// The state from which a stage continues; empty: it starts anew.
  /// @param stage  "forward", "reverse/NAME", ..., as in Progress
  /// @return the state that `states` kept last of this stage
  std::optional<State> last_state(const std::string& stage) const;
  /// For the end of every step: where a state is due, the stage has finished or a stop was asked for,
  /// `fill(StateView&)` writes the state and it is kept. Then stops where asked to.
  /// @throws Error{Fault::interrupted}
  /// @param stage     as in Progress
  /// @param step      steps taken, from where the stage began
  /// @param time      as the stage counts it: of a reversal, tau
  /// @param finished  the stage has ended; its state is kept in any case
  /// @param fill      called with an empty StateView, only where a state is kept
  template <class Fill>
  void offer(const std::string& stage, std::int64_t step, double time, bool finished, const Fill& fill) const {
    if (states.keep && (finished || stop.requested() || (states.due && states.due()))) {
      StateView view;
      fill(view);
      states.keep({stage, step, time, finished}, view);
    }
    stop.check();
  }
  /// For a step that fails: keeps the last good state, `mark` and `view`, and throws the error; where the state cannot
  /// be kept, that is added to it.
  /// @param error  what failed
  /// @param mark   stage, step and time of the good state
  /// @param view   its rows; must live until this returns
  /// @throws Error  `error`, with a further diagnostic where the state cannot be kept
  [[noreturn]] void fail(const Error& error, const StateMark& mark, const StateView& view) const;
};

/// Threads that a request of `threads` (0: all cores) gives; at least 1.
/// @param threads  0: all cores; others as they are
/// @return at least 1
int resolve_threads(int threads);

namespace detail {
/// One block of a parallel loop: `body` is what was given to parallel_for.
using Block = void (*)(const void* body, std::size_t begin, std::size_t end);
void run_blocks(std::size_t count, std::size_t block, int threads, Block run, const void* body);
}  // namespace detail

/// Calls body(begin, end) on consecutive blocks of [0, count) of length `block` (the last may be shorter).
/// Blocks do not depend on the number of threads, so results are bitwise the same for each. Allocates nothing.
/// Where bodies throw, the exception of the lowest block is rethrown when all blocks have ended.
/// @param count    indices 0, ..., count - 1
/// @param block    indices per call, >= 1
/// @param threads  0: all cores
/// @param body     called with begin < end; from several threads at once, so it writes to its own indices alone
template <class Body>
void parallel_for(std::size_t count, std::size_t block, int threads, const Body& body) {
  const auto run = [](const void* what, std::size_t begin, std::size_t end) {
    (*static_cast<const Body*>(what))(begin, end);
  };
  detail::run_blocks(count, block, threads, run, &body);
}

}  // namespace fokker
