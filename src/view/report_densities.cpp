// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/report_cells.hpp"
#include "view/report_parts.hpp"
#include "view/report_text.hpp"
#include "view/series.hpp"

namespace fokker::view::html {
namespace {

constexpr double most_bytes = 2.6e6;  // of densities, a third more as base64: with Chart.js the page is below 4 MB
constexpr std::size_t most_rows = 61;
constexpr Eigen::Index most_points = 1024, least_points = 128;
constexpr Eigen::Index most_side = 128, least_side = 32;

std::string head_json(const Series& series) {
  return fmt::format("\"label\":{},\"role\":\"{}\",\"number\":{}", json(series.label), role_name(series.role),
                     series.number);
}

/// Where the frame is at each row, per axis [[centre, scale], ...]; null on a grid that stands still.
std::string frames_json(const Evidence& evidence, const std::vector<std::size_t>& rows) {
  if (evidence.frames.empty()) return "null";
  std::vector<std::string> all;
  for (const std::size_t k : rows) {
    std::vector<std::string> axes;
    for (Eigen::Index i = 0; i < evidence.frames[k].scale.size(); ++i)
      axes.push_back(json(std::vector<double>{evidence.frames[k].centre[i], evidence.frames[k].scale[i]}));
    all.push_back(json_list(axes));
  }
  return json_list(all);
}

std::string rows_json(const std::vector<std::size_t>& rows) {
  return json(std::vector<double>(rows.begin(), rows.end()));
}

/// Values of one axis at all rows, NaN where there are none.
std::string curve_values(const Evidence& evidence, const Cells& cells, const std::vector<std::size_t>& rows,
                         const std::function<Array(std::size_t)>& values_at) {
  std::vector<float> values;
  for (const std::size_t k : rows) {
    const Array density = values_at(k);
    const Array shown = density.size() > 0 ? averages(evidence.grid.axis(0), cells, density) * per_space(evidence, k)
                                           : Array(Array::Constant(cells.count(), std::nan("")));
    for (const double value : shown) values.push_back(static_cast<float>(value));
  }
  return packed(values);
}

const std::vector<Array>& errors_of(const Evidence& evidence, const Series& series) {
  static const std::vector<Array> none;
  if (series.role == Role::forward) return evidence.forward.errors;
  if (series.role == Role::reversed) return reversal_named(evidence, series.partner).solution.errors;
  return none;
}

std::string curves_json(const Evidence& evidence) {
  const Axis& axis = evidence.grid.axis(0);
  const auto all = series_of(evidence);
  const auto rows = kept_snapshots(evidence.times.size(), most_rows);
  const auto curves = 4. * static_cast<double>(rows.size() * 2 * all.size());  // errors may double them
  const auto fitting = static_cast<Eigen::Index>(most_bytes / curves);
  const Cells cells = grouped({0, axis.cells() - 1}, std::clamp(fitting, least_points, most_points));
  const Window shown = shown_window(evidence, 0);
  std::vector<std::string> series;
  for (const Series& one : all) {
    const auto& errors = errors_of(evidence, one);
    const std::string bars =
        errors.empty() ? "null" : curve_values(evidence, cells, rows, [&](std::size_t k) { return errors[k]; });
    series.push_back(fmt::format("{{{},\"values\":{},\"errors\":{}}}", head_json(one),
                                 curve_values(evidence, cells, rows, one.density), bars));
  }
  return fmt::format(
      "{{\"kind\":\"curves\",\"axes\":[{}],\"rows\":{},\"frames\":{},\"edges\":{},\"shown\":[{},{}],\"group\":{},"
      "\"series\":{}}}",
      json(axis.name), rows_json(rows), frames_json(evidence, rows), json(edges_of(axis, cells)),
      shown.first / cells.group, shown.last / cells.group, cells.group, json_list(series));
}

struct Map {
  int a = 0, b = 1;
  Cells across, up;
};

/// One density over a plane at all rows: codes and the largest value of each.
std::string map_values(const Evidence& evidence, const Map& map, const std::vector<std::size_t>& rows,
                       const Series& series) {
  const Grid& grid = evidence.grid;
  std::vector<std::uint16_t> codes;
  std::vector<double> largest;
  for (const std::size_t k : rows) {
    const Array density = series.density(k);
    Array values = Array::Constant(map.across.count() * map.up.count(), std::nan(""));
    if (density.size() > 0) {
      values =
          averages(grid.axis(map.a), map.across, grid.axis(map.b), map.up, pair_density(grid, density, map.a, map.b));
      if (!evidence.frames.empty()) values /= evidence.frames[k].scale[map.a] * evidence.frames[k].scale[map.b];
    }
    const Codes row = coded(values);
    codes.insert(codes.end(), row.codes.begin(), row.codes.end());
    largest.push_back(row.largest);
  }
  return fmt::format("{{\"largest\":{},\"codes\":{}}}", json(largest), packed(codes));
}

std::string map_json(const Evidence& evidence, const Map& map, const std::vector<std::size_t>& rows,
                     const std::vector<Series>& all) {
  std::vector<std::string> values;
  for (const Series& one : all) values.push_back(map_values(evidence, map, rows, one));
  return fmt::format("{{\"a\":{},\"b\":{},\"x\":{},\"y\":{},\"group\":[{},{}],\"values\":{}}}", map.a, map.b,
                     json(edges_of(evidence.grid.axis(map.a), map.across)),
                     json(edges_of(evidence.grid.axis(map.b), map.up)), map.across.group, map.up.group,
                     json_list(values));
}

std::string maps_json(const Evidence& evidence) {
  const int d = evidence.grid.dimension();
  const auto all = series_of(evidence);
  const double pairs = d * (d - 1) / 2;
  // first fewer snapshots, then fewer points: at least about 64 along each axis
  const double per_row = 2 * pairs * static_cast<double>(all.size());
  const auto fitting_rows = static_cast<std::size_t>(most_bytes / (per_row * 64 * 64));
  const auto rows = kept_snapshots(evidence.times.size(), std::clamp<std::size_t>(fitting_rows, 11, most_rows));
  const auto side = static_cast<Eigen::Index>(std::sqrt(most_bytes / (per_row * static_cast<double>(rows.size()))));
  const Eigen::Index most = std::clamp(side, least_side, most_side);
  std::vector<std::string> maps, series, names;
  for (int a = 0; a < d; ++a)
    for (int b = a + 1; b < d; ++b)
      maps.push_back(
          map_json(evidence, {a, b, grouped(shown_window(evidence, a), most), grouped(shown_window(evidence, b), most)},
                   rows, all));
  for (const Series& one : all) series.push_back("{" + head_json(one) + "}");
  for (const auto& axis : evidence.grid.axes()) names.push_back(axis.name);
  return fmt::format("{{\"kind\":\"maps\",\"axes\":{},\"rows\":{},\"frames\":{},\"maps\":{},\"series\":{}}}",
                     json(names), rows_json(rows), frames_json(evidence, rows), json_list(maps), json_list(series));
}

}  // namespace

std::string densities_json(const Evidence& evidence) {
  return evidence.grid.dimension() == 1 ? curves_json(evidence) : maps_json(evidence);
}

}  // namespace fokker::view::html
