// SPDX-License-Identifier: MIT
#include "view/cell_fields.hpp"

#include <cmath>

#include "fokker/core/error.hpp"
#include "view/one_axis.hpp"
#include "view/planes.hpp"

namespace fokker::view {
namespace {

constexpr const char* only_style = "with lines linewidth 2 linecolor '#0072b2'";

std::vector<double> finite_points(const Axis& axis, const Array& values) {
  std::vector<double> points;
  const Array centres = axis.centres();
  for (Eigen::Index i = 0; i < values.size(); ++i)
    if (std::isfinite(values[i])) points.insert(points.end(), {centres[i], values[i]});
  return points;
}

/// Colours from the smallest to the largest value; around 0 where there are both signs.
void set_colours(const Array& values, MapGroup& group) {
  const Array finite = values.isFinite().select(values, 0);
  const double low = finite.minCoeff(), high = finite.maxCoeff(), top = std::max(-low, high);
  group.colours = {low, high > low ? high : low + 1};
  if (!(low < -1e-3 * top)) return;
  group.colours = {-top, top};
  group.palette = diverging;
}

/// A panel per field over one axis.
CurveFigure panels_of(const Result& result, const std::vector<CellField>& fields) {
  const Axis& axis = result.evidence.grid.axis(0);
  CurveFigure figure{result.title, {}, {}, {}};
  for (const CellField& field : fields)
    figure.panels.push_back({field.title, axis.name, "", {{finite_points(axis, field.values), only_style}}, {}, {}});
  return figure;
}

MapFigure maps_of(const Result& result, const std::vector<CellField>& fields) {
  const Evidence& evidence = result.evidence;
  const Plane plane = planes_of(evidence, {0}, true).front();
  MapFigure figure{result.title, {""}, {}};
  for (const CellField& field : fields) {
    MapGroup group = group_of(evidence, plane);
    group.meaning = field.title;
    group.rows.push_back({"", {{picture(evidence.grid, plane, field.values)}}});
    set_colours(field.values, group);
    figure.groups.push_back(std::move(group));
  }
  return figure;
}

}  // namespace

FigureEntry cell_figure(FigureEntry entry, std::function<std::vector<CellField>(const Result& result)> fields,
                        const std::string& table) {
  const auto required = [name = entry.name, fields = std::move(fields), table](const Result& result) {
    std::vector<CellField> found = fields(result);
    if (found.empty())
      throw Error(Fault::usage, "--what " + name + ": the file holds no fields of " + table, "a run with " + table,
                  "--what density");
    return found;
  };
  entry.most_axes = 2;
  entry.all_times = true;
  entry.curves = [required](const FigureInput& input) { return panels_of(input.result, required(input.result)); };
  entry.maps = [required](const FigureInput& input) { return maps_of(input.result, required(input.result)); };
  return entry;
}

}  // namespace fokker::view
