// SPDX-License-Identifier: MIT
#include "fokker/view/budget_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "fokker/core/error.hpp"
#include "io/file.hpp"
#include "view/gnuplot.hpp"
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
    panel.curves.push_back({points_of(budget.x, densities[k]), legend[k].style});
  panel.x = visible_differences(budget.x, densities);
  return panel;
}

}  // namespace
}  // namespace view

std::string budget_input(const std::vector<SamplerBudget>& budgets, const std::string& title, FigureFormat format) {
  if (format == FigureFormat::gif)
    throw Error(Fault::usage, "a budget as .gif", "a name that ends in .png, .svg or .pdf", "budget.svg");
  if (budgets.empty()) throw Error(Fault::usage, "a figure of no budget", "one budget or more");
  view::CurveFigure figure{title, {}, view::budget_legend(), {}};
  for (const SamplerBudget& budget : budgets) figure.panels.push_back(view::budget_panel(budget, figure.legend));
  return view::drawn({figure}, {}, format);
}

void write_budget_figure(const std::filesystem::path& file, const std::vector<SamplerBudget>& budgets,
                         const std::string& title) {
  const std::string input = budget_input(budgets, title, figure_format(file));
  io::probe_folder(io::write_target(file));
  io::replace_file(file, view::run_gnuplot(input));
}

}  // namespace fokker
