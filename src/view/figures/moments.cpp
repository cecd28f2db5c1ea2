// SPDX-License-Identifier: MIT
// Means and standard deviations of every solution over time.
#include "view/moments.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "view/figure_entry.hpp"
#include "view/one_axis.hpp"

namespace fokker {
namespace view {
namespace {

/// Particles as points on a thin line, above the density that they follow.
std::string moment_style(const Series& series) {
  if (series.role == Role::particles)
    return "with linespoints linewidth .8 pointtype 6 pointsize .9 linecolor '#707070'";
  if (series.role != Role::particles_reversed) return line_style(series);
  static const char* const colours[] = {"#e69f00", "#cc79a7", "#009e73", "#999999"};
  return std::string("with linespoints linewidth .8 pointtype 4 pointsize .9 linecolor '") +
         colours[static_cast<std::size_t>(series.number) % std::size(colours)] + "'";
}

/// What the curves need, and so much more that three digits distinguish the tics.
Range moment_range(const std::vector<Curve>& curves) {
  Range range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Curve& curve : curves)
    for (std::size_t i = 1; i < curve.points.size(); i += 2)
      range = {std::min(range.low, curve.points[i]), std::max(range.high, curve.points[i])};
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  const double room = std::max(.06 * (range.high - range.low), .5 * (.06 * largest - (range.high - range.low)));
  return room > 0 && std::isfinite(room) ? Range{range.low - room, range.high + room} : Range{-1, 1};
}

/// One number of every solution at the snapshots that it reached.
template <class Value>
CurvePanel moment_curves(const Evidence& evidence, const std::vector<SeriesMoments>& solutions,
                         const std::string& title, const Value& value) {
  CurvePanel panel{title, "t", "", {}, time_range(evidence), {}};
  for (const SeriesMoments& solution : solutions) {
    Curve curve{{}, moment_style(solution.series)};
    for (std::size_t k = 0; k < evidence.times.size(); ++k)
      if (const double number = value(solution, k); std::isfinite(number))
        curve.points.insert(curve.points.end(), {evidence.times[k], number});
    panel.curves.push_back(std::move(curve));
  }
  panel.y = moment_range(panel.curves);
  return panel;
}

CurveFigure moments_over_time(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  const auto solutions = moments_of(evidence);
  CurveFigure figure{input.result.title, {}, {}, {}, 2};
  for (int i = 0; i < evidence.grid.dimension(); ++i) {
    const std::string& axis = evidence.grid.axis(i).name;
    figure.panels.push_back(moment_curves(evidence, solutions, "mean of " + axis,
                                          [i](const SeriesMoments& m, std::size_t k) { return m.mean[k][i]; }));
    figure.panels.push_back(
        moment_curves(evidence, solutions, "standard deviation of " + axis,
                      [i](const SeriesMoments& m, std::size_t k) { return std::sqrt(m.covariance[k](i, i)); }));
  }
  for (const SeriesMoments& solution : solutions)
    figure.legend.push_back({moment_style(solution.series), solution.series.label});
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry moments_figure() {
  return {.rank = 70,
          .name = "moments",
          .shows = "means and standard deviations over time",
          .all_times = true,
          .curves = view::moments_over_time};
}

}  // namespace fokker
