#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "view/report_parts.hpp"
#include "view/report_text.hpp"

namespace fokker::view::html {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Line {
  std::string label;
  std::string role;
  int number = 0;
  std::vector<double> values;  ///< one per snapshot
};

struct Panel {
  std::string section;  ///< "moments", "distances", "errors" or "particles"
  std::string title;
  std::string text;
  bool log = false;
  std::vector<Line> lines;
};

std::string panel_json(const Panel& panel) {
  std::vector<std::string> lines;
  for (const Line& line : panel.lines)
    lines.push_back(fmt::format("{{\"label\":{},\"role\":\"{}\",\"number\":{},\"values\":{}}}", json(line.label),
                                line.role, line.number, json(line.values)));
  return fmt::format("{{\"section\":\"{}\",\"title\":{},\"text\":{},\"log\":{},\"lines\":{}}}", panel.section,
                     json(panel.title), json(panel.text), panel.log, json_list(lines));
}

/// Mass, mean and covariance of one solution at each snapshot, in space.
struct Moments {
  std::vector<double> mass;
  std::vector<Vector> mean;
  std::vector<Matrix> covariance;
};

void to_space(const Evidence& evidence, Moments& moments) {
  for (std::size_t k = 0; k < evidence.frames.size(); ++k) {
    const FrameAt& frame = evidence.frames[k];
    moments.mean[k] = frame.centre + frame.scale.cwiseProduct(moments.mean[k]);
    moments.covariance[k] = frame.scale.asDiagonal() * moments.covariance[k] * frame.scale.asDiagonal();
  }
}

Moments moments_of(const Evidence& evidence, const std::vector<Array>& densities) {
  Moments moments;
  for (const Array& density : densities) {
    moments.mass.push_back(mass(evidence.grid, density));
    moments.mean.push_back(mean(evidence.grid, density));
    moments.covariance.push_back(covariance(evidence.grid, density));
  }
  to_space(evidence, moments);
  return moments;
}

Moments moments_of(const Evidence& evidence, const ParticleSolution& particles) {
  Moments moments{{}, particles.means, particles.covariances};
  for (const double outside : particles.outside) moments.mass.push_back(1 - outside / particles.total);
  to_space(evidence, moments);
  return moments;
}

struct Solution {
  std::string label, role;
  int number = 0;
  Moments moments;
};

std::vector<Solution> solutions_of(const Evidence& evidence) {
  std::vector<Solution> all = {{"forward", "forward", 0, moments_of(evidence, evidence.forward.densities)}};
  int number = 0;
  for (const auto& reverse : evidence.reverses)
    all.push_back(
        {"reversed: " + reverse.name, "reversed", number++, moments_of(evidence, reverse.solution.densities)});
  if (!evidence.exact.empty()) all.push_back({"exact", "exact", 0, moments_of(evidence, evidence.exact)});
  if (evidence.particles) all.push_back({"particles", "particles", 0, moments_of(evidence, *evidence.particles)});
  number = 0;
  for (const auto& particles : evidence.particle_reverses)
    all.push_back({"particles: " + particles.name, "particles_reversed", number++, moments_of(evidence, particles)});
  return all;
}

Panel moment_panel(const std::vector<Solution>& solutions, const std::string& title, const std::string& text,
                   const std::function<double(const Moments&, std::size_t)>& value) {
  Panel panel{"moments", title, text, false, {}};
  for (const Solution& solution : solutions) {
    Line line{solution.label, solution.role, solution.number, {}};
    for (std::size_t k = 0; k < solution.moments.mass.size(); ++k) line.values.push_back(value(solution.moments, k));
    panel.lines.push_back(std::move(line));
  }
  return panel;
}

void add_moments(const Evidence& evidence, const Report& report, std::vector<Panel>& panels) {
  const auto solutions = solutions_of(evidence);
  bool near_one = true;  // then what is lacking tells more
  for (const Solution& solution : solutions)
    for (const double m : solution.moments.mass) near_one = near_one && !(std::abs(m - 1) > 1e-3);
  panels.push_back(moment_panel(
      solutions, near_one ? "Mass inside the grid, less 1" : "Mass inside the grid",
      fmt::format("What is inside plus what went through absorbing walls keeps the starting mass to a relative {:.2g}. "
                  "Of particles: the share inside.",
                  report.invariants.mass_error),
      [near_one](const Moments& m, std::size_t k) { return near_one ? m.mass[k] - 1 : m.mass[k]; }));
  const Grid& grid = evidence.grid;
  for (int i = 0; i < grid.dimension(); ++i)
    panels.push_back(moment_panel(solutions, "Mean of " + grid.axis(i).name, "Of the mass inside the grid.",
                                  [i](const Moments& m, std::size_t k) { return m.mean[k][i]; }));
  for (int i = 0; i < grid.dimension(); ++i)
    for (int j = i; j < grid.dimension(); ++j) {
      const std::string title = i == j ? "Variance of " + grid.axis(i).name
                                       : fmt::format("Covariance of {} and {}", grid.axis(i).name, grid.axis(j).name);
      panels.push_back(moment_panel(solutions, title, "Of the mass inside the grid, over cell centres.",
                                    [i, j](const Moments& m, std::size_t k) { return m.covariance[k](i, j); }));
    }
}

void add_first_passage(const Evidence& evidence, std::vector<Panel>& panels) {
  const auto& rates = evidence.forward.absorption_rates;
  if (rates.empty()) return;
  Panel panel{"moments", "First-passage density", "Probability per time that goes through each wall.", false, {}};
  for (Eigen::Index wall = 0; wall < rates.front().size(); ++wall) {
    const std::string& axis = evidence.grid.axis(static_cast<int>(wall / 2)).name;
    Line line{fmt::format("{} wall of {}", wall % 2 ? "upper" : "lower", axis), "reversed", static_cast<int>(wall), {}};
    for (const Array& rate : rates) line.values.push_back(rate[wall]);
    panel.lines.push_back(std::move(line));
  }
  panels.push_back(std::move(panel));
}

using Group = std::vector<const Check*>;

std::vector<Group> groups_of(const Report& report, bool of_particles) {
  std::vector<Group> groups;
  for (const Check& check : report.checks) {
    if (check.metrics.tv_upper.has_value() != of_particles) continue;
    if (groups.empty() || groups.back().front()->comparison != check.comparison) groups.emplace_back();
    groups.back().push_back(&check);
  }
  return groups;
}

/// Values at the times of the snapshots; a comparison may lack some.
std::vector<double> over_time(const Evidence& evidence, const Group& group,
                              const std::function<std::optional<double>(const Check&)>& value) {
  std::map<double, double> found;
  for (const Check* check : group) found[check->time] = value(*check).value_or(none);
  std::vector<double> values;
  for (const double time : evidence.times) values.push_back(found.contains(time) ? found.at(time) : none);
  return values;
}

void add_bound(const Evidence& evidence, const Group& group, const std::string& metric, Panel& panel) {
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
  const std::pair<const char*, const char*> metrics[] = {
      {"tv", "Total variation between densities"},
      {"kl", "Kullback-Leibler divergence, in nats"},
      {"w1", "Wasserstein-1 distance, of the axis where it is largest"}};
  for (const auto& [metric, title] : metrics) {
    Panel panel{"distances", title, bound_meaning(metric), true, {}};
    int number = 0;
    for (const Group& group : groups) {
      const std::string name = metric;
      panel.lines.push_back(
          {comparison_label(group.front()->comparison), "comparison", number++,
           over_time(evidence, group, [&](const Check& c) { return metric_value(c.metrics, name); })});
    }
    for (const Group& group : groups) add_bound(evidence, group, metric, panel);
    panels.push_back(std::move(panel));
  }
}

void add_errors(const Evidence& evidence, std::vector<Panel>& panels) {
  Panel panel{"errors",
              "Estimated L1 error",
              "Sum over cells of the estimated error times the volume, for extrapolated solutions.",
              true,
              {}};
  const auto add = [&](const std::string& label, const std::string& role, int number, const GridSolution& solution) {
    if (solution.errors.empty()) return;
    Line line{label, role, number, {}};
    for (const Array& error : solution.errors) line.values.push_back((error * evidence.grid.volumes()).sum());
    panel.lines.push_back(std::move(line));
  };
  add("forward", "forward", 0, evidence.forward);
  int number = 0;
  for (const auto& reverse : evidence.reverses)
    add("reversed: " + reverse.name, "reversed", number++, reverse.solution);
  if (!panel.lines.empty()) panels.push_back(std::move(panel));
}

void add_particles(const Evidence& evidence, const Report& report, std::vector<Panel>& panels) {
  using Value = std::optional<double>;
  for (const Group& group : groups_of(report, true)) {
    Panel panel{"particles",
                comparison_words(group.front()->comparison),
                "The distance that is seen comes from counting, from the bias of the time step and from what neither "
                "explains; of the last two this tells upper limits.",
                true,
                {}};
    const auto add = [&](const char* label, const char* role, const std::function<Value(const Check&)>& value) {
      Line line{label, role, 0, over_time(evidence, group, value)};
      for (const double one : line.values)
        if (std::isfinite(one)) return panel.lines.push_back(std::move(line));
    };
    add("total variation seen", "seen", [](const Check& c) -> Value { return c.metrics.tv; });
    add("counting noise expected", "counting", [](const Check& c) { return c.metrics.tv_noise; });
    add("bias of the time step, at most", "step", [](const Check& c) { return c.metrics.step_tv; });
    add("what neither explains, at most", "rest", [](const Check& c) { return c.metrics.rest_tv; });
    add("upper limit without the noise", "upper", [](const Check& c) { return c.metrics.tv_upper; });
    add_bound(evidence, group, "tv_upper", panel);
    panels.push_back(std::move(panel));
  }
}

}  // namespace

std::string panels_json(const Snapshots& snapshots) {
  std::vector<Panel> panels;
  add_moments(snapshots.evidence, snapshots.report, panels);
  add_first_passage(snapshots.evidence, panels);
  add_distances(snapshots.evidence, snapshots.report, panels);
  add_errors(snapshots.evidence, panels);
  add_particles(snapshots.evidence, snapshots.report, panels);
  std::vector<std::string> parts;
  for (const Panel& panel : panels) parts.push_back(panel_json(panel));
  return json_list(parts);
}

}  // namespace fokker::view::html
