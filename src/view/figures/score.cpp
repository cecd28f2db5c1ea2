// SPDX-License-Identifier: MIT
// The score of every solution on the grid.
#include "view/field.hpp"
#include "view/figure_entry.hpp"
#include "view/one_axis.hpp"
#include "view/planes.hpp"

namespace fokker {
namespace view {
namespace {

CurveFigure score_curves(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  return field_curves(input.result, input.rows, on_grid_only(series_of(evidence)), "score",
                      [&](const Series& series, std::size_t k) -> std::vector<double> {
                        const Array density = series.density(k);
                        if (density.size() == 0) return {};
                        Axis axis = evidence.grid.axis(0);
                        axis.edges = edges_in_space(evidence, k);
                        return points_of(axis.edges.segment(1, axis.cells() - 1),
                                         score_at_faces(Grid({axis}), density));
                      });
}

MapFigure score_maps(const FigureInput& input) {
  const Grid& grid = input.result.evidence.grid;
  return field_maps(input.result, input.rows, "score", on_grid_only(series_of(input.result.evidence)),
                    [&](const Series& one, std::size_t k) { return score_field(grid, one.density(k)); });
}

}  // namespace
}  // namespace view

FigureEntry score_figure() {
  return {.rank = 20,
          .name = "score",
          .shows = "grad log p",
          .most_axes = 2,
          .curves = view::score_curves,
          .maps = view::score_maps};
}

}  // namespace fokker
