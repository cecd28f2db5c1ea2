// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <mutex>
#include <string>

#include "fokker/core/control.hpp"

namespace fokker::app {

enum class ProgressStyle {
  none,
  lines,  ///< a line when a stage starts and one per 10 s
  bar,    ///< one line that is drawn again, for terminals
};

/// The style that standard error can bear: a bar on a terminal, unless TERM=dumb, NO_COLOR or a width of 0 forbid it.
ProgressStyle progress_style(bool quiet);

/// Shows how far a run has come; calls may come from any thread.
class ProgressDisplay {
 public:
  using Sink = std::function<void(const std::string&)>;
  using Clock = std::function<double()>;  ///< seconds, never backwards

  /// @param width  columns of the terminal, for ProgressStyle::bar
  ProgressDisplay(ProgressStyle style, int width, Sink sink, Clock clock);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  void update(const Progress& progress);
  /// Ends the last stage; the destructor does the same.
  void finish();

 private:
  void start_stage(const Progress& progress, double now);
  void end_stage();
  std::string bar_line(const Progress& progress, double elapsed) const;

  ProgressStyle style_;
  int width_;
  Sink sink_;
  Clock clock_;
  std::mutex guard_;
  std::string stage_;
  double stage_start_ = 0;
  double last_shown_ = 0;
};

/// Columns of the terminal behind standard error, 0 if unknown.
int terminal_width();
/// Seconds of the monotonic clock.
double monotonic_seconds();

}  // namespace fokker::app
