// SPDX-License-Identifier: MIT
#include "app/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "app/words.hpp"

namespace fokker::app {
namespace {

constexpr double seconds_between_lines = 10;
constexpr double seconds_between_frames = 0.1;
const char* const erase_line = "\r\x1b[K";

double bounded(double fraction) { return std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0; }

/// "0.8 s elapsed, 1.2 s left"; without the time left before it can be estimated.
std::string times_text(double fraction, double elapsed) {
  const std::string passed = duration_text(elapsed) + " elapsed";
  if (fraction <= 0 || elapsed < 0.5) return passed;
  return passed + ", " + duration_text(elapsed * (1 - fraction) / fraction) + " left";
}

/// "1.2 s left", or the time elapsed where that cannot be estimated yet.
std::string time_left_text(double fraction, double elapsed) {
  const std::string all = times_text(fraction, elapsed);
  const auto comma = all.find(", ");
  return comma == std::string::npos ? all : all.substr(comma + 2);
}

/// Where the stage stands and what it holds, what matters most first.
std::vector<std::string> facts(const Progress& progress) {
  std::vector<std::string> list;
  if (std::isfinite(progress.time)) list.push_back(fmt::format("t = {:.4g}", progress.time));
  if (progress.step > 0) list.push_back(fmt::format("step {}", progress.step));
  if (progress.mass) list.push_back(fmt::format("mass {:.6g}", *progress.mass));
  if (progress.minimum) list.push_back(fmt::format("min {:.2g}", *progress.minimum));
  return list;
}

}  // namespace

ProgressStyle progress_style(bool quiet) {
  if (quiet) return ProgressStyle::none;
  const char* terminal = std::getenv("TERM");
  const char* no_color = std::getenv("NO_COLOR");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb" || std::string_view(terminal).empty();
  const bool plain = dumb || (no_color != nullptr && *no_color != '\0');
  const bool bar = isatty(STDERR_FILENO) != 0 && !plain && terminal_width() > 0;
  return bar ? ProgressStyle::bar : ProgressStyle::lines;
}

int terminal_width() {
  winsize size = {};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

ProgressDisplay::ProgressDisplay(ProgressStyle style, int width, Sink sink, Clock clock)
    : style_(style), width_(width), sink_(std::move(sink)), clock_(std::move(clock)) {}

ProgressDisplay::~ProgressDisplay() { finish(); }

void ProgressDisplay::finish() {
  const std::lock_guard lock(guard_);
  end_stage();
}

void ProgressDisplay::update(const Progress& progress) {
  if (style_ == ProgressStyle::none) return;
  const std::lock_guard lock(guard_);
  const double now = clock_();
  if (progress.stage != stage_) start_stage(progress, now);
  const double elapsed = now - stage_start_;
  const double pause = style_ == ProgressStyle::bar ? seconds_between_frames : seconds_between_lines;
  if (now - last_shown_ < pause) return;
  last_shown_ = now;
  if (style_ == ProgressStyle::bar) {
    sink_(bar_line(progress, elapsed));
  } else {
    const double fraction = bounded(progress.fraction);
    std::string line = fmt::format("{}: {:.0f} %, {}", stage_, 100 * fraction, times_text(fraction, elapsed));
    for (const auto& fact : facts(progress)) line += ", " + fact;
    sink_(line + "\n");
  }
}

void ProgressDisplay::start_stage(const Progress& progress, double now) {
  end_stage();
  stage_ = progress.stage;
  stage_start_ = now;
  last_shown_ = now;
  sink_(style_ == ProgressStyle::bar ? bar_line(progress, 0) : stage_ + " ...\n");
}

void ProgressDisplay::end_stage() {
  if (!stage_.empty() && style_ == ProgressStyle::bar) sink_(erase_line);
  stage_.clear();
}

std::string ProgressDisplay::bar_line(const Progress& progress, double elapsed) const {
  const double fraction = bounded(progress.fraction);
  const std::string head = fmt::format("{:<20} ", progress.stage);
  std::string tail = fmt::format(" {:3.0f} %  {}", 100 * fraction, time_left_text(fraction, elapsed));
  for (const auto& fact : facts(progress))
    if (static_cast<int>(head.size() + tail.size() + fact.size()) + 2 < width_) tail += "  " + fact;
  const int room = width_ - 3 - static_cast<int>(head.size() + tail.size());
  std::string bar;
  if (room >= 5) {
    const auto length = static_cast<std::size_t>(std::min(room, 30));
    const auto filled = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(length)));
    bar = fmt::format("[{:#<{}}{:-<{}}]", "", filled, "", length - filled);
  }
  const std::string line = (head + bar + tail).substr(0, static_cast<std::size_t>(std::max(0, width_ - 1)));
  return erase_line + line;
}

}  // namespace fokker::app
