// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "problem/checks.hpp"

namespace fokker {
namespace {

/// Whether the three times are in order.
bool check_ends(const TimeSpan& time, Issues& issues) {
  for (const auto& [name, value] : {std::pair{"initial", time.initial}, {"start", time.start}, {"end", time.end}})
    if (!std::isfinite(value)) {
      issues.error(fmt::format("time.{}", name), fmt::format("{}", value), "a finite number");
      return false;
    }
  if (time.start < time.initial) {
    issues.error("time.start", fmt::format("{}", time.start), fmt::format("at least time.initial = {}", time.initial));
    return false;
  }
  if (time.end > time.start) return true;
  issues.error("time.end", fmt::format("{}", time.end), fmt::format("more than time.start = {}", time.start));
  return false;
}

void check_snapshots(const TimeSpan& time, Issues& issues) {
  const std::vector<double>& times = time.snapshots;
  if (std::ssize(times) > most_snapshots)
    return issues.error("time.snapshots", fmt::format("{} times", times.size()),
                        fmt::format("at most {}", most_snapshots));
  for (std::size_t k = 0; k < times.size(); ++k) {
    const KeyPath key = fmt::format("time.snapshots[{}]", k);
    if (!(times[k] >= time.start && times[k] <= time.end))
      issues.error(key, fmt::format("{}", times[k]),
                   fmt::format("from time.start = {} to time.end = {}", time.start, time.end));
    else if (k > 0 && !(times[k] > times[k - 1]))
      issues.error(key, fmt::format("{}", times[k]), fmt::format("more than the time before it, {}", times[k - 1]));
  }
}

void check_events(const TimeSpan& time, Issues& issues) {
  for (std::size_t k = 0; k < time.events.size(); ++k)
    if (!(time.events[k] >= time.initial && time.events[k] <= time.end))
      issues.error(fmt::format("time.events[{}]", k), fmt::format("{}", time.events[k]),
                   fmt::format("from time.initial = {} to time.end = {}", time.initial, time.end));
  const double least = (time.end - time.start) / static_cast<double>(most_snapshots);
  if (time.max_step && !(*time.max_step >= least && std::isfinite(*time.max_step)))
    issues.error("time.max_step", fmt::format("{}", *time.max_step),
                 fmt::format("a number >= {:.3g}, the run by {}", least, most_snapshots));
}

}  // namespace

void check_time(const TimeSpan& time, Issues& issues) {
  if (check_ends(time, issues)) {
    check_snapshots(time, issues);
    check_events(time, issues);
  }
  if (!(time.tolerance > 0) || !std::isfinite(time.tolerance))
    issues.error("time.tolerance", fmt::format("{}", time.tolerance), "a number > 0");
  if (time.steady && !(*time.steady > 0 && std::isfinite(*time.steady)))
    issues.error("time.steady_tolerance", fmt::format("{}", *time.steady), "a number > 0");
  if (time.steps && (*time.steps < 1 || *time.steps > most_steps))
    issues.error("time.steps", fmt::format("{}", *time.steps), fmt::format("an integer from 1 to {}", most_steps));
  if (time.steps && time.step_spacing == Spacing::geometric && time.start < 0)
    issues.error("time.step_spacing", fmt::format("geometric steps from time.start = {}", time.start),
                 "time.start >= 0");
}

void check_process_times(const Problem& problem, Issues& issues) {
  const TimeRange& range = problem.process.times;
  const std::string process = fmt::format("for the process '{}'", problem.process.name);
  if (problem.time.initial < range.first)
    issues.error("time.initial", fmt::format("{} {}", problem.time.initial, process),
                 fmt::format("at least {}", range.first));
  if (problem.time.end > range.last)
    issues.error("time.end", fmt::format("{} {}", problem.time.end, process), fmt::format("at most {}", range.last));
}

}  // namespace fokker
