// What follows from densities over one axis: score, differences, probability current.
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "view/field.hpp"
#include "view/one_axis.hpp"

namespace fokker::view {
namespace {

/// Values of a field of a density at snapshot k, at places of its own.
using Field1 = std::function<std::vector<double>(const Series& series, std::size_t k)>;

/// What the curves need within a range of x.
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

CurveFigure field_figure(const Result& snapshots, const Rows& rows, const std::vector<Series>& series,
                         const std::string& name, const Field1& field) {
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

std::vector<Series> on_grid_only(const std::vector<Series>& series) {
  std::vector<Series> kept;
  for (const Series& one : series)
    if (!of_particles(one)) kept.push_back(one);
  return kept;
}

/// The differences that the verification judges, as series of their own.
std::vector<Series> differences(const std::vector<Series>& series) {
  std::vector<Series> found;
  const auto forward = series.front().density;
  for (const Series& one : on_grid_only(series)) {
    if (one.role == Role::forward) continue;
    const bool exact = one.role == Role::exact;
    Series difference = one;
    difference.label = exact ? "forward − exact" : one.label + " − forward";
    difference.density = [one, forward, exact](std::size_t k) -> Array {
      const Array other = one.density(k);
      if (other.size() == 0) return other;
      return exact ? forward(k) - other : other - forward(k);
    };
    found.push_back(std::move(difference));
  }
  return found;
}

}  // namespace

CurveFigure score_curves(const Result& snapshots, const Rows& rows) {
  const Evidence& evidence = snapshots.evidence;
  return field_figure(snapshots, rows, on_grid_only(series_of(evidence)), "score",
                      [&](const Series& series, std::size_t k) -> std::vector<double> {
                        const Array density = series.density(k);
                        if (density.size() == 0) return {};
                        Axis axis = evidence.grid.axis(0);
                        axis.edges = edges_in_space(evidence, k);
                        return points_of(axis.edges.segment(1, axis.cells() - 1),
                                         score_at_faces(Grid({axis}), density));
                      });
}

CurveFigure difference_curves(const Result& snapshots, const Rows& rows) {
  const Evidence& evidence = snapshots.evidence;
  const auto series = differences(series_of(evidence));
  if (series.empty())
    throw Error(Fault::usage, "--what difference: neither a reversal nor an exact density is in the file",
                "a run with a [[reverse]], or one whose density is known", "--what density");
  return field_figure(snapshots, rows, series, "difference of densities",
                      [&](const Series& one, std::size_t k) -> std::vector<double> {
                        const Array difference = one.density(k) * per_space(evidence, k);
                        if (difference.size() == 0) return {};
                        return points_of(centres_of(edges_in_space(evidence, k)), difference);
                      });
}

CurveFigure current_curves(const Result& snapshots, const Rows& rows) {
  const Evidence& evidence = snapshots.evidence;
  const Currents currents(snapshots);
  return field_figure(snapshots, rows, on_grid_only(series_of(evidence)), "probability current",
                      [&](const Series& series, std::size_t k) -> std::vector<double> {
                        const Points current = currents.of(series, k);
                        if (current.rows() == 0) return {};
                        return points_of(centres_of(edges_in_space(evidence, k)), current.col(0));
                      });
}

}  // namespace fokker::view
