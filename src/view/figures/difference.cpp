// SPDX-License-Identifier: MIT
// What the verification compares: one density less the other.
#include <fmt/format.h>

#include "fokker/core/error.hpp"
#include "view/figure_entry.hpp"
#include "view/one_axis.hpp"
#include "view/planes.hpp"

namespace fokker {
namespace view {
namespace {

/// The differences that the verification compares, as series of their own.
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

CurveFigure difference_curves(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  const auto series = differences(series_of(evidence));
  if (series.empty())
    throw Error(Fault::usage, "--what difference: neither a reversal nor an exact density is in the file",
                "a run with a [[reverse]], or one whose density is known", "--what density");
  return field_curves(input.result, input.rows, series, "difference of densities",
                      [&](const Series& one, std::size_t k) -> std::vector<double> {
                        const Array difference = one.density(k) * per_space(evidence, k);
                        if (difference.size() == 0) return {};
                        return points_of(centres_of(edges_in_space(evidence, k)), difference);
                      });
}

struct Pair {
  std::string label;
  Series first, second;
};

/// What the verification compares on the grid, and particles with the density that they must match.
std::vector<Pair> pairs_of(const std::vector<Series>& series) {
  std::vector<Pair> pairs;
  const auto add = [&](const Series& one, const Series& other) {
    pairs.push_back({one.label + " − " + other.label, one, other});
  };
  for (const Series& one : series) {
    if (one.role == Role::reversed || one.role == Role::particles) add(one, series.front());
    if (one.role == Role::exact) add(series.front(), one);
    if (one.role != Role::particles_reversed) continue;
    for (const Series& other : series)
      if (other.role == Role::reversed && other.partner == one.partner) add(one, other);
  }
  return pairs;
}

MapFigure difference_maps(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  const auto pairs = pairs_of(series_of(evidence));
  if (pairs.empty())
    throw Error(Fault::usage, "--what difference: the file holds the forward density alone",
                "a run with a [[reverse]] or [particles], or one whose density is known", "--what density");
  MapFigure figure{input.result.title, time_titles(evidence, input.rows), {}};
  for (const Plane& plane : planes_of(evidence, input.rows, false))
    for (const Pair& pair : pairs) {
      MapGroup group = group_of(evidence, plane);
      MapRow row{pair.label, {}};
      for (const auto k : input.rows) {
        const Array one = pair.first.density(k), other = pair.second.density(k);
        const bool there = one.size() > 0 && other.size() > 0;
        row.panels.push_back({picture(evidence.grid, plane, there ? Array(one - other) : Array())});
      }
      const double top = largest(row);
      group.colours = {top > 0 ? -top : -1, top > 0 ? top : 1};
      group.palette = diverging;
      group.meaning = fmt::format("difference {}", plane_text(evidence.grid, plane));
      group.rows.push_back(std::move(row));
      figure.groups.push_back(std::move(group));
    }
  return figure;
}

}  // namespace
}  // namespace view

FigureEntry difference_figure() {
  return {.rank = 30,
          .name = "difference",
          .shows = "from the density to match",
          .curves = view::difference_curves,
          .maps = view::difference_maps};
}

}  // namespace fokker
