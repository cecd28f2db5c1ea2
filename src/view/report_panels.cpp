// SPDX-License-Identifier: MIT
#include "view/report_panels.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "verify/check_groups.hpp"
#include "view/report_parts.hpp"
#include "view/report_text.hpp"

namespace fokker::view::html {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::string panel_json(const Panel& panel) {
  std::vector<std::string> lines;
  for (const Line& line : panel.lines)
    lines.push_back(fmt::format("{{\"label\":{},\"role\":\"{}\",\"number\":{},\"values\":{}}}", json(line.label),
                                line.role, line.number, json(line.values)));
  return fmt::format("{{\"section\":\"{}\",\"title\":{},\"text\":{},\"log\":{},\"lines\":{}}}", panel.section,
                     json(panel.title), json(panel.text), panel.log, json_list(lines));
}

std::vector<CheckGroup> groups_of(const Report& report, bool of_particles) {
  std::vector<CheckGroup> groups = by_comparison(report);
  for (CheckGroup& group : groups)
    std::erase_if(group, [&](const Check* c) { return c->metrics.tv_upper.has_value() != of_particles; });
  std::erase_if(groups, [](const CheckGroup& group) { return group.empty(); });
  return groups;
}

/// Values at the times of the snapshots; a comparison may lack some.
std::vector<double> over_time(const Evidence& evidence, const CheckGroup& group,
                              const std::function<std::optional<double>(const Check&)>& value) {
  std::map<double, double> found;
  for (const Check* check : group) found[check->time] = value(*check).value_or(none);
  std::vector<double> values;
  for (const double time : evidence.times) values.push_back(found.contains(time) ? found.at(time) : none);
  return values;
}

void add_bound(const Evidence& evidence, const CheckGroup& group, const std::string& metric, Panel& panel) {
  const auto bound = group.front()->bounds.find(metric);
  if (bound == group.front()->bounds.end()) return;
  for (const Line& line : panel.lines)
    if (line.role == "bound" && line.values.front() == bound->second) return;  // shared by several comparisons
  panel.lines.push_back({fmt::format("bound {:.3g}", bound->second), "bound", 0,
                         std::vector<double>(evidence.times.size(), bound->second)});
}

void add_distances(const Evidence& evidence, const Report& report, std::vector<Panel>& panels) {
  const auto groups = groups_of(report, false);
  if (groups.empty()) return;
  for (const MetricEntry* entry : all_metrics(groups.front().front()->metrics.own)) {
    if (entry->title.empty()) continue;
    Panel panel{"distances", entry->title, entry->sentence, true, {}};
    panel.title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(panel.title.front())));
    int number = 0;
    for (const CheckGroup& group : groups)
      panel.lines.push_back(
          {comparison_label(group.front()->comparison), "comparison", number++,
           over_time(evidence, group, [&](const Check& c) { return metric_value(c.metrics, entry->name); })});
    for (const CheckGroup& group : groups) add_bound(evidence, group, entry->name, panel);
    panels.push_back(std::move(panel));
  }
}

void add_particles(const Evidence& evidence, const Report& report, std::vector<Panel>& panels) {
  using Value = std::optional<double>;
  for (const CheckGroup& group : groups_of(report, true)) {
    Panel panel{"particles",
                comparison_words(group.front()->comparison),
                "The observed distance consists of counting noise, time-step bias and a remainder; the last two are "
                "upper limits.",
                true,
                {}};
    const auto add = [&](const char* label, const char* role, const std::function<Value(const Check&)>& value) {
      Line line{label, role, 0, over_time(evidence, group, value)};
      for (const double one : line.values)
        if (std::isfinite(one)) return panel.lines.push_back(std::move(line));
    };
    add("observed total variation", "seen", [](const Check& c) -> Value { return c.metrics.tv; });
    add("expected counting noise", "counting", [](const Check& c) { return c.metrics.tv_noise; });
    add("time-step bias, at most", "step", [](const Check& c) { return c.metrics.step_tv; });
    add("remainder, at most", "rest", [](const Check& c) { return c.metrics.rest_tv; });
    add("upper limit without counting noise", "upper", [](const Check& c) { return c.metrics.tv_upper; });
    add_bound(evidence, group, "tv_upper", panel);
    panels.push_back(std::move(panel));
  }
}

}  // namespace

std::string panels_json(const Result& snapshots) {
  std::vector<Panel> panels;
  add_moments(snapshots.evidence, snapshots.report, panels);
  add_first_passage(snapshots.evidence, panels);
  add_distances(snapshots.evidence, snapshots.report, panels);
  add_particles(snapshots.evidence, snapshots.report, panels);
  std::vector<std::string> parts;
  for (const Panel& panel : panels) parts.push_back(panel_json(panel));
  return json_list(parts);
}

}  // namespace fokker::view::html
