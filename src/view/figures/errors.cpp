// SPDX-License-Identifier: MIT
// Metrics of the verification against time.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "fokker/core/error.hpp"
#include "verify/check_groups.hpp"
#include "verify/own_metrics.hpp"
#include "view/figure_entry.hpp"
#include "view/one_axis.hpp"

namespace fokker {
namespace view {
namespace {

const char* const line_colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};

std::string style_of(std::size_t number) {
  const std::string colour = line_colours[number % std::size(line_colours)];
  return "with linespoints linewidth 1.5 linecolor '" + colour + "' pointtype " + std::to_string(number % 7 + 4) +
         " pointsize .7";
}
std::string bound_style(std::size_t number) {
  return "with lines linewidth 1.6 linecolor '" + std::string(line_colours[number % std::size(line_colours)]) +
         "' dashtype (2,4)";
}

/// Of particles the limit that counting noise does not raise.
std::string metric_of(const Check& check, const std::string& name) {
  return name == "tv" && check.metrics.tv_upper ? "tv_upper" : name;
}

void add_comparison(const CheckGroup& group, std::size_t number, const std::string& name, CurvePanel& panel) {
  Curve values{{}, style_of(number)}, bounds{{}, bound_style(number)};
  for (const Check* check : group) {
    const std::string metric = metric_of(*check, name);
    const auto value = metric_value(check->metrics, metric);
    // 0 has no place on a logarithmic scale
    if (value && *value > 0) values.points.insert(values.points.end(), {check->time, *value});
    if (const auto bound = check->bounds.find(metric); bound != check->bounds.end() && bound->second > 0)
      bounds.points.insert(bounds.points.end(), {check->time, bound->second});
  }
  for (Curve* curve : {&values, &bounds})
    if (!curve->points.empty()) panel.curves.push_back(std::move(*curve));
}

CurveFigure error_curves(const FigureInput& input) {
  const Report& report = input.result.report;
  const Evidence& evidence = input.result.evidence;
  const auto comparisons = by_comparison(report);
  const bool particles = evidence.particles || !evidence.particle_reversals.empty();
  CurveFigure figure{input.result.title, {}, {}, {}, 3};
  const std::vector<MetricEntry> own = own_metrics(report);
  for (const MetricEntry* metric : all_metrics(own)) {
    if (metric->title.empty()) continue;
    const std::string title = metric->title + (metric->name == "tv" && particles ? " (particles: upper limit)" : "");
    CurvePanel panel{title, "t", "", {}, time_range(evidence), {}, true};
    for (std::size_t i = 0; i < comparisons.size(); ++i) add_comparison(comparisons[i], i, metric->name, panel);
    if (!panel.curves.empty()) figure.panels.push_back(std::move(panel));
  }
  if (figure.panels.empty())
    throw Error(Fault::usage, "--what errors: the file holds no comparison that differs",
                "a run with a [[reverse]], [particles], or whose density is known", "--what density");
  for (std::size_t i = 0; i < comparisons.size(); ++i)
    figure.legend.push_back({style_of(i), text_of(comparisons[i].front()->comparison)});
  figure.legend.push_back({"with lines linewidth 1.6 linecolor '#000000' dashtype (2,4)", "bounds, in these colours"});
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry errors_figure() {
  return {.rank = 40, .name = "errors", .shows = "metrics over time", .all_times = true, .curves = view::error_curves};
}

}  // namespace fokker
