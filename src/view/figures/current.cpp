// SPDX-License-Identifier: MIT
// Probability currents of every solution on the grid.
#include "fokker/core/error.hpp"
#include "view/field.hpp"
#include "view/figure_entry.hpp"
#include "view/one_axis.hpp"
#include "view/planes.hpp"

namespace fokker {
namespace view {
namespace {

CurveFigure current_curves(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  const Currents currents(input.result);
  return field_curves(input.result, input.rows, on_grid_only(series_of(evidence)), "probability current",
                      [&](const Series& series, std::size_t k) -> std::vector<double> {
                        const Points current = currents.of(series, k);
                        if (current.rows() == 0) return {};
                        return points_of(centres_of(edges_in_space(evidence, k)), current.col(0));
                      });
}

MapFigure current_maps(const FigureInput& input) {
  const Evidence& evidence = input.result.evidence;
  if (!evidence.frames.empty())
    throw Error(Fault::usage, "--what current of two axes in a moving frame", "one axis, or a grid that stands still",
                "--what score");
  auto series = series_of(evidence);
  const Currents currents(input.result);
  std::erase_if(series, [&](const Series& one) { return of_particles(one) || !currents.knows(one); });
  return field_maps(input.result, input.rows, "current", series,
                    [&](const Series& one, std::size_t k) { return currents.of(one, k); });
}

}  // namespace
}  // namespace view

FigureEntry current_figure() {
  return {.rank = 60,
          .name = "current",
          .shows = "v p - 1/2 D grad p",
          .most_axes = 2,
          .curves = view::current_curves,
          .maps = view::current_maps};
}

}  // namespace fokker
