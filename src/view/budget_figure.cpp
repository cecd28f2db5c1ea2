// SPDX-License-Identifier: MIT
#include "fokker/view/budget_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "fokker/core/error.hpp"
#include "io/file.hpp"
#include "view/gnuplot.hpp"
#include "view/maps.hpp"
#include "view/one_axis.hpp"

namespace fokker {
namespace view {
namespace {

constexpr double visible_difference = 1e-3;  // of the largest one

/// Signed densities of a budget in the order of the legend.
std::vector<Array> signed_densities(const SamplerBudget& budget) {
  std::vector<Array> densities = {budget.interaction().density, budget.total.density};
  for (const SamplerDeviation& part : budget.alone) densities.push_back(part.density);
  return densities;
}

std::vector<LegendEntry> budget_legend() {
  static const char* const colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7"};
  std::vector<LegendEntry> legend = {{"with lines linewidth 1.5 linecolor '#a0a0a0' dashtype (6,4)", "interaction"},
                                     {"with lines linewidth 3 linecolor '#000000'", "all"}};
  for (const auto& [part, name] : EnumNames<BudgetPart>::all)
    legend.push_back({fmt::format("with lines linewidth 1.5 linecolor '{}'", colours[static_cast<std::size_t>(part)]),
                      fmt::format("{} alone", name)});
  return legend;
}

/// Where one of the differences is visible.
Range visible_differences(const Array& x, const std::vector<Array>& densities) {
  double top = 0;
  for (const Array& one : densities) top = std::max(top, one.abs().maxCoeff());
  Range range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Array& one : densities)
    for (Eigen::Index j = 0; j < x.size(); ++j) {
      if (!(std::abs(one[j]) > visible_difference * top)) continue;
      range = {std::min(range.low, x[j]), std::max(range.high, x[j])};
    }
  return range.low < range.high ? range : Range{x[0], x[x.size() - 1]};
}

CurvePanel budget_panel(const SamplerBudget& budget, const std::vector<LegendEntry>& legend) {
  const std::vector<Array> densities = signed_densities(budget);
  CurvePanel panel{fmt::format("{} with {} steps", budget.sampler, budget.steps), "x", "generated - data", {}, {}, {}};
  for (std::size_t k = 0; k < densities.size(); ++k)
    panel.curves.push_back({points_of(budget.points[0], densities[k]), legend[k].style});
  panel.x = visible_differences(budget.points[0], densities);
  return panel;
}

CurveFigure budget_curves(const std::vector<SamplerBudget>& budgets, const std::string& title) {
  CurveFigure figure{title, {}, budget_legend(), {}};
  for (const SamplerBudget& budget : budgets) figure.panels.push_back(budget_panel(budget, figure.legend));
  return figure;
}

/// Cells around equally spaced points.
Axis axis_around(const char* name, const Array& points) {
  const double half = 0.5 * (points[1] - points[0]);
  return uniform_axis(name, points[0] - half, points[points.size() - 1] + half, points.size());
}

/// A row with a map per signed density.
MapGroup budget_maps(const SamplerBudget& budget) {
  const std::vector<Array> densities = signed_densities(budget);
  const Grid grid({axis_around("x", budget.points[0]), axis_around("y", budget.points[1])});
  Array sizes = densities[0].abs();
  for (const Array& one : densities) sizes = sizes.max(one.abs());
  const Window across = visible_window(grid, sizes, 0), up = visible_window(grid, sizes, 1);
  MapGroup group{"x", "y", {{fmt::format("{} with {} steps", budget.sampler, budget.steps), {}}}, {}, {}};
  for (const Array& one : densities)
    group.rows[0].panels.push_back({raster(grid.axis(0), grid.axis(1), one, across, up)});
  const double top = sizes.maxCoeff();
  group.colours = {top > 0 ? -top : -1, top > 0 ? top : 1};
  group.meaning = "generated - data";
  group.palette = diverging;
  return group;
}

MapFigure budget_maps(const std::vector<SamplerBudget>& budgets, const std::string& title) {
  MapFigure figure{title, {}, {}};
  for (const LegendEntry& entry : budget_legend()) figure.columns.push_back(entry.label);
  for (const SamplerBudget& budget : budgets) figure.groups.push_back(budget_maps(budget));
  return figure;
}

}  // namespace
}  // namespace view

std::string budget_input(const std::vector<SamplerBudget>& budgets, const std::string& title, FigureFormat format) {
  if (format == FigureFormat::gif)
    throw Error(Fault::usage, "a budget as .gif", "a name that ends in .png, .svg or .pdf", "budget.svg");
  if (budgets.empty()) throw Error(Fault::usage, "a figure of no budget", "one budget or more");
  if (budgets.front().points.size() == 1) return view::drawn({view::budget_curves(budgets, title)}, {}, format);
  return view::drawn({view::budget_maps(budgets, title)}, {}, format);
}

void write_budget_figure(const std::filesystem::path& file, const std::vector<SamplerBudget>& budgets,
                         const std::string& title) {
  const std::string input = budget_input(budgets, title, figure_format(file));
  io::probe_folder(io::write_target(file));
  io::replace_file(file, view::run_gnuplot(input));
}

}  // namespace fokker
