// SPDX-License-Identifier: MIT
// Distances of samplers against their evaluations, and their densities by number of steps.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "fokker/core/error.hpp"
#include "view/figure_entry.hpp"
#include "view/one_axis.hpp"

namespace fokker {
namespace view {
namespace {

const char* const sampler_colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};

std::string sampler_style(std::size_t number) {
  return fmt::format("with linespoints linewidth 1.5 linecolor '{}' pointtype {} pointsize .7",
                     sampler_colours[number % std::size(sampler_colours)], number % 7 + 4);
}

std::string style_of_sampler_density(std::size_t number) {
  return fmt::format("with lines linewidth 2 linecolor '{}'", sampler_colours[number % std::size(sampler_colours)]);
}

/// From light to dark with the number of steps.
std::string steps_style(std::size_t number, std::size_t count) {
  static const char* const shades[] = {"#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08306b"};
  const std::size_t last = std::size(shades) - 1, shade = count > 1 ? number * last / (count - 1) : last;
  return fmt::format("with lines linewidth 1.5 linecolor '{}'", shades[shade]);
}

template <class Value>
CurvePanel distance_panel(const SamplerResults& results, const std::vector<std::string>& labels,
                          const std::string& title, const Value& value) {
  CurvePanel panel{title, "evaluations of the score", "", {}, {}, {}, true, true};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Curve curve{{}, sampler_style(i)};
    for (const SamplerRow& row : results.rows)
      if (row.sampler == labels[i] && value(row).value_or(0) > 0)
        curve.points.insert(curve.points.end(), {static_cast<double>(row.evaluations), *value(row)});
    if (!curve.points.empty()) panel.curves.push_back(std::move(curve));
  }
  return panel;
}

CurvePanel density_panel_of(const SamplerResults& results, const std::string& label) {
  const Axis& axis = results.grid.axis(0);
  std::vector<std::size_t> rows;
  for (std::size_t k = 0; k < results.rows.size(); ++k)
    if (results.rows[k].sampler == label) rows.push_back(k);
  CurvePanel panel{label, axis.name, "density", {}, {}, {}};
  double top = 0, low = axis.edges[axis.cells()], high = axis.edges[0];
  for (const std::size_t k : rows) top = std::max(top, results.densities[k].maxCoeff());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Array& density = results.densities[rows[i]];
    const Array centres = axis.centres();
    Curve curve{{}, steps_style(i, rows.size())};
    for (Eigen::Index j = 0; j < density.size(); ++j) {
      curve.points.insert(curve.points.end(), {centres[j], density[j]});
      if (!(density[j] > 1e-4 * top)) continue;
      low = std::min(low, axis.edges[j]);
      high = std::max(high, axis.edges[j + 1]);
    }
    panel.curves.push_back(std::move(curve));
  }
  panel.x = Range{low, high};
  panel.y = Range{0, 1.06 * top};
  return panel;
}

const SamplerResults& samplers_of(const Result& result) {
  if (!result.samplers)
    throw Error(Fault::usage, "--what samplers: the file holds no samplers", "a run with a [[sampler]]",
                "--what density");
  return *result.samplers;
}

/// One panel of all rows of a number of steps.
CurveFigure page_of_steps(const Result& result, const std::vector<std::string>& labels, long steps) {
  const SamplerResults& results = samplers_of(result);
  const Axis& axis = results.grid.axis(0);
  CurveFigure page{result.title, {}, {}, {}};
  CurvePanel panel{fmt::format("{} step{}", steps, steps == 1 ? "" : "s"), axis.name, "density", {}, {}, {}};
  std::vector<CurvePanel> all;
  for (const std::string& label : labels) all.push_back(density_panel_of(results, label));
  panel.x = all.front().x;
  panel.y = all.front().y;
  for (const CurvePanel& one : all) {
    panel.x = Range{std::min(panel.x->low, one.x->low), std::max(panel.x->high, one.x->high)};
    panel.y = Range{0, std::max(panel.y->high, one.y->high)};
  }
  const std::string dotted = "with lines linewidth 1.5 linecolor '#000000' dashtype (2,4)";
  panel.curves.push_back(
      {points_of(axis.centres(), result.evidence.forward.densities.front() * per_space(result.evidence, 0)), dotted});
  page.legend.push_back({dotted, "forward at " + time_text(result.evidence.times.front())});
  for (std::size_t i = 0; i < labels.size(); ++i) {
    page.legend.push_back({style_of_sampler_density(i), labels[i]});
    for (std::size_t k = 0; k < results.rows.size(); ++k)
      if (results.rows[k].sampler == labels[i] && results.rows[k].steps == steps)
        panel.curves.push_back({points_of(axis.centres(), results.densities[k]), style_of_sampler_density(i)});
  }
  page.panels.push_back(std::move(panel));
  return page;
}

/// A page per number of steps.
std::vector<CurveFigure> sampler_film(const FigureInput& input) {
  const SamplerResults& results = samplers_of(input.result);
  if (results.grid.dimension() > 1)
    throw Error(Fault::usage, fmt::format("--what samplers as .gif of {} axes", results.grid.dimension()), "one axis",
                "a name that ends in .png, .svg or .pdf");
  std::set<long> numbers;
  for (const SamplerRow& row : results.rows) numbers.insert(row.steps);
  std::vector<CurveFigure> pages;
  for (const long steps : numbers) pages.push_back(page_of_steps(input.result, sampler_labels(results.rows), steps));
  return pages;
}

CurveFigure sampler_curves(const FigureInput& input) {
  const SamplerResults& results = samplers_of(input.result);
  const std::vector<std::string> labels = sampler_labels(results.rows);
  CurveFigure figure{input.result.title, {}, {}, {}, 3};
  figure.panels.push_back(distance_panel(results, labels, "total variation to the data",
                                         [](const SamplerRow& row) { return std::optional(row.tv); }));
  figure.panels.push_back(distance_panel(results, labels, "total variation to the law at the stopping time",
                                         [](const SamplerRow& row) { return std::optional(row.tv_stop); }));
  figure.panels.push_back(
      distance_panel(results, labels, "KL(generated | data)", [](const SamplerRow& row) { return row.kl_reverse; }));
  if (results.grid.dimension() == 1)
    for (const std::string& label : labels) figure.panels.push_back(density_panel_of(results, label));
  for (std::size_t i = 0; i < labels.size(); ++i) figure.legend.push_back({sampler_style(i), labels[i]});
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry samplers_figure() {
  return {.rank = 80,
          .name = "samplers",
          .shows = "distances of samplers by evaluations, densities by steps (dark: most; as .gif one after the other)",
          .all_times = true,
          .curves = view::sampler_curves,
          .film_of_curves = view::sampler_film};
}

}  // namespace fokker
