// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <map>
#include <string>

#include "fokker/core/control.hpp"
#include "spread/cut.hpp"

namespace fokker {

/// How the rows of a state are shared out, by their names; others are the same on all ranks.
using Cuts = std::map<std::string, Cut>;

/// What the ranks of a run agree on after every step: whether to stop, and whether a state is due.
class Agreement {
 public:
  /// @param control  of this rank; states are those of rank 0
  Agreement(const Ranks& ranks, const Control& control);
  Agreement(const Agreement&) = delete;
  Agreement& operator=(const Agreement&) = delete;

  /// After every step, by all ranks together.
  void ask();
  /// Set after a step where a stop was asked for on some rank.
  StopToken stop() const { return StopToken(stop_); }
  /// The control of a stage: it stops on all ranks after the same step, and its states are those of a program alone,
  /// which rank 0 keeps. All ranks call it together. It lives no longer than this.
  /// @param given  of this rank
  Control of_stage(const Control& given, const Cuts& cuts);

 private:
  const Ranks& ranks_;
  StopToken asked_;
  std::function<bool()> due_;
  std::atomic<bool> stop_{false};
  bool state_is_due_ = false;
};

}  // namespace fokker
