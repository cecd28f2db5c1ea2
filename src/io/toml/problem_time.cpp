// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "io/toml/issue_places.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker::io {
namespace {

std::vector<double> listed_snapshots(TableReader& table) {
  const auto& list = *table.find("snapshots")->as_array();
  if (list.empty()) table.fail("snapshots", "an empty list", "at least one time, or a number of snapshots");
  if (table.has("spacing")) table.fail("spacing", "a spacing beside a list of snapshots", "one of them");
  return table.numbers("snapshots").value_or(std::vector<double>{});
}

/// A list, or so many times; empty where neither is given.
std::vector<double> read_snapshots(TableReader& table, const TimeSpan& time) {
  const auto* node = table.find("snapshots");
  table.find("spacing");
  if (node && node->is_array()) return listed_snapshots(table);
  if (node && !node->is_integer()) {
    table.fail("snapshots", description(*node), "an integer >= 2, or a list of times");
    return {};
  }
  const auto number = node ? read_count(table, "snapshots", 2, most_snapshots) : std::optional(default_snapshots);
  const Spacing spacing = table.choice("spacing", Spacing::uniform);
  if (spacing == Spacing::geometric && !(time.start > 0)) {
    table.fail("spacing", fmt::format("geometric snapshots from time.start = {}", time.start), "time.start > 0",
               "'uniform', or a later start");
    return {};
  }
  const bool ordered = time.start < time.end;
  return number && ordered ? spaced_times(time.start, time.end, static_cast<int>(*number), spacing)
                           : std::vector<double>{};
}

bool ends_when_steady(TableReader& table) {
  const auto* end = table.find("end");
  return end && end->is_string() && *end->value<std::string>() == "steady";
}

/// Of a run that ends where its density no longer changes.
std::optional<double> read_latest_end(TableReader& table, TimeSpan& time) {
  time.steady = table.number_or("steady_tolerance", 1e-8, positive);
  if (!table.has("max_end")) table.missing("max_end", "the latest end, a number > time.start");
  if (const auto* snapshots = table.find("snapshots"); snapshots && snapshots->is_array())
    table.fail("snapshots", "a list of times beside end = \"steady\"", "a number of snapshots");
  return table.number("max_end");
}

/// The three times; whether there is an end.
bool read_ends(TableReader& table, TimeSpan& time) {
  time.initial = table.number_or("initial", 0);
  time.start = table.number_or("start", time.initial);
  const auto end = ends_when_steady(table) ? read_latest_end(table, time) : table.number("end");
  if (!table.has("end")) table.missing("end", "a number > time.start, or \"steady\"");
  time.end = end.value_or(time.end);
  return end.has_value();
}

void read_steps(TableReader& table, TimeSpan& time) {
  if (table.has("steps") && table.has("tolerance"))
    table.fail("steps", "both 'steps' and 'tolerance'", "'steps' for fixed steps or 'tolerance' for adaptive ones");
  if (const auto& target = table.context().target) time.tolerance = std::min(20 * target->tv, 0.01);
  time.tolerance = table.number_or("tolerance", time.tolerance, positive);
  if (const auto steps = read_count(table, "steps", 1, most_steps)) time.steps = *steps;
  if (const auto events = table.numbers("events")) time.events = *events;
  if (const auto longest = table.number("max_step", positive)) time.max_step = *longest;
  time.step_spacing = table.choice("step_spacing", Spacing::uniform);
  if (table.has("step_spacing") && !table.has("steps"))
    table.fail("step_spacing", "a spacing of adaptive steps", "beside 'steps' alone");
}

}  // namespace

std::optional<TimeSpan> read_time(TableReader& table) {
  TimeSpan time;
  const bool complete = read_ends(table, time);
  read_steps(table, time);
  if (!time.steady)
    for (const char* key : {"max_end", "steady_tolerance"})
      if (table.has(key)) table.fail(key, "given for a run that ends at a time", "beside end = \"steady\" alone");
  if (complete)
    time.snapshots = read_snapshots(table, time);
  else
    for (const auto* key : {"snapshots", "spacing"}) table.find(key);
  table.finish();
  if (!complete) return std::nullopt;
  Issues issues;
  check_time(time, issues);
  add_issues(table.context(), issues.all());
  return issues.has_errors() ? std::nullopt : std::optional(time);
}

}  // namespace fokker::io
