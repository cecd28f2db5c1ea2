// SPDX-License-Identifier: MIT
// Fields of densities over one axis.
#include <cmath>
#include <limits>

#include "view/one_axis.hpp"

namespace fokker::view {
namespace {

/// Range of the curves within a range of x.
std::optional<Range> span_of(const std::vector<Curve>& curves, const Range& x) {
  Range span{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Curve& curve : curves)
    for (std::size_t i = 0; i + 1 < curve.points.size(); i += 2) {
      const double value = curve.points[i + 1];
      if (curve.points[i] < x.low || curve.points[i] > x.high || !std::isfinite(value)) continue;
      span = {std::min(span.low, value), std::max(span.high, value)};
    }
  if (!(span.low < span.high)) return std::nullopt;
  const double room = .06 * (span.high - span.low);
  return Range{span.low - room, span.high + room};
}

}  // namespace

CurveFigure field_curves(const Result& snapshots, const Rows& rows, const std::vector<Series>& series,
                         const std::string& name, const CurveField& field) {
  const Evidence& evidence = snapshots.evidence;
  const auto ranges = ranges_of(evidence, rows, false);
  CurveFigure figure{snapshots.title, {}, legend_of(series), {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CurvePanel panel{time_text(evidence.times[rows[i]]), evidence.grid.axis(0).name, name, {}, ranges[i], {}};
    for (const Series& one : series) panel.curves.push_back({field(one, rows[i]), line_style(one)});
    panel.y = span_of(panel.curves, ranges[i]);
    figure.panels.push_back(std::move(panel));
  }
  return figure;
}

}  // namespace fokker::view
