// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "fokker/core/state.hpp"

namespace fokker::app {

/// When checkpoints of a stage at work are due: after a period, which grows to ten times what the last one took so that
/// they take at most a tenth of the run, or when asked for.
class Schedule {
 public:
  /// @param period  seconds; 0: always
  /// @param clock  seconds, never backwards
  /// @param asked  whether somebody has asked for one since the last call
  Schedule(double period, std::function<double()> clock, std::function<bool()> asked);

  bool due();
  /// The keeper with its keep() measured.
  StateKeeper timed(StateKeeper keeper);

 private:
  double period_, pause_;
  std::function<double()> clock_;
  std::function<bool()> asked_;
  double last_;
};

}  // namespace fokker::app
