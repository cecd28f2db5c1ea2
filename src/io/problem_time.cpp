#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/problem_data.hpp"

namespace fokker::io {
namespace {

constexpr std::int64_t snapshot_limit = 1'000'000;
constexpr std::int64_t default_snapshots = 11;

const std::vector<std::pair<std::string, Spacing>> time_spacings = {{"uniform", Spacing::uniform},
                                                                    {"geometric", Spacing::geometric}};

void check_listed_times(TableReader& table, const TimeTable& time, const std::vector<double>& times) {
  for (std::size_t k = 0; k < times.size(); ++k) {
    const auto complain = [&](const std::string& legal) {
      const toml::node& node = (*table.find("snapshots")->as_array())[k];
      table.fail_at(node, fmt::format("{}[{}]", table.key_path("snapshots"), k), fmt::format("{}", times[k]), legal);
    };
    if (times[k] < time.start || times[k] > time.end)
      complain(fmt::format("from time.start = {} to time.end = {}", time.start, time.end));
    else if (k > 0 && !(times[k] > times[k - 1]))
      complain(fmt::format("more than the time before it, {}", times[k - 1]));
  }
}

/// Times from a list; the first and the last time of the solve are always among them.
std::vector<double> listed_snapshots(TableReader& table, const TimeTable& time) {
  auto times = table.numbers("snapshots").value_or(std::vector<double>{});
  const auto& list = *table.find("snapshots")->as_array();
  if (list.empty()) table.fail("snapshots", "an empty list", "at least one time, or a number of snapshots");
  if (static_cast<std::int64_t>(list.size()) > snapshot_limit)
    table.fail("snapshots", fmt::format("{} times", list.size()), fmt::format("at most {}", snapshot_limit));
  if (table.has("spacing")) table.fail("spacing", "a spacing beside a list of snapshots", "one of them");
  check_listed_times(table, time, times);
  if (times.empty() || times.front() > time.start) times.insert(times.begin(), time.start);
  if (times.back() < time.end) times.push_back(time.end);
  return times;
}

std::vector<double> read_snapshots_key(TableReader& table, const TimeTable& time) {
  const auto* node = table.find("snapshots");
  table.find("spacing");
  if (node && node->is_array()) return listed_snapshots(table, time);
  if (node && !node->is_integer()) {
    table.fail("snapshots", description(*node), "an integer >= 2, or a list of times");
    return {};
  }
  const auto number = node ? read_count(table, "snapshots", 2, snapshot_limit) : default_snapshots;
  const Spacing spacing = table.choice("spacing", Spacing::uniform, time_spacings);
  if (spacing == Spacing::geometric && !(time.start > 0)) {
    table.fail("spacing", fmt::format("geometric snapshots from time.start = {}", time.start), "time.start > 0",
               "'uniform', or a later start");
    return {};
  }
  return number ? spaced_times(time.start, time.end, static_cast<int>(*number), spacing) : std::vector<double>{};
}

/// The three times, in order.
bool read_ends(TableReader& table, TimeTable& time) {
  time.initial = table.number_or("initial", 0);
  time.start = table.number_or("start", time.initial);
  const auto end = table.number("end");
  if (!table.has("end")) table.missing("end", "a number > time.start");
  if (table.has("start") && time.start < time.initial) {
    table.fail("start", fmt::format("{}", time.start), fmt::format("at least time.initial = {}", time.initial));
    return false;
  }
  if (end && !(*end > time.start)) {
    table.fail("end", fmt::format("{}", *end), fmt::format("more than time.start = {}", time.start));
    return false;
  }
  time.end = end.value_or(time.end);
  return end.has_value();
}

void read_steps(TableReader& table, TimeTable& time) {
  if (table.has("steps") && table.has("tolerance"))
    table.fail("steps", "both 'steps' and 'tolerance'", "'steps' for fixed steps or 'tolerance' for adaptive ones");
  time.tolerance = table.number_or("tolerance", time.tolerance, positive);
  if (const auto steps = read_count(table, "steps", 1, step_limit)) time.steps = *steps;
  time.step_spacing = table.choice("step_spacing", Spacing::uniform, time_spacings);
  if (table.has("step_spacing") && !table.has("steps"))
    table.fail("step_spacing", "a spacing of adaptive steps", "beside 'steps' alone");
  if (time.step_spacing == Spacing::geometric && time.start < 0)
    table.fail("step_spacing", fmt::format("geometric steps from time.start = {}", time.start), "time.start >= 0");
}

}  // namespace

std::optional<TimeTable> read_time(TableReader& table) {
  TimeTable time;
  const bool complete = read_ends(table, time);
  read_steps(table, time);
  if (complete)
    time.snapshots = read_snapshots_key(table, time);
  else
    for (const auto* key : {"snapshots", "spacing"}) table.find(key);
  table.finish();
  return complete && time.snapshots.size() >= 2 ? std::optional(time) : std::nullopt;
}

}  // namespace fokker::io
