// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "view/curves.hpp"
#include "view/maps.hpp"

namespace fokker::view {

/// Data of a figure.
struct FigureInput {
  const Result& result;
  const std::vector<std::size_t>& rows;  ///< snapshots to show
  bool log;                              ///< densities on a logarithmic scale
};

/// One figure: what it shows and how. Files src/view/figures/NAME.cpp give those of the catalogue.
struct FigureEntry {
  int rank = 0;              ///< place in the catalogue
  std::string name;          ///< for --what
  std::string shows;         ///< in a few words, for help and lists
  int most_axes = 4;         ///< that the grid may have
  bool all_times = false;    ///< shows every snapshot, so takes no --times
  bool logarithmic = false;  ///< takes --log
  /// Panels of curves: of one axis, and of any number where `maps` is empty.
  std::function<CurveFigure(const FigureInput& input)> curves = {};
  /// Heat maps of two axes, or of the marginals of every pair; without `curves` of one axis, too.
  std::function<MapFigure(const FigureInput& input)> maps = {};
  /// Pages of a .gif, one per snapshot forward, then back; empty: there is none.
  std::function<std::vector<CurveFigure>(const FigureInput& input)> film_of_curves = {};
  std::function<std::vector<MapFigure>(const FigureInput& input)> film_of_maps = {};
};

}  // namespace fokker::view

namespace fokker {

using view::FigureEntry;
/// The catalogue: one entry per file of src/view/figures, by rank.
const std::vector<FigureEntry>& figure_entries();

}  // namespace fokker
