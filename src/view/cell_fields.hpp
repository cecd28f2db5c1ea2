// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "view/figure_entry.hpp"

namespace fokker::view {

/// A function of the cells that is no density in time.
struct CellField {
  std::string title;  ///< with units
  Array values;       ///< one per cell; gaps where not finite
};

/// The entry of a figure of such fields, of one axis as panels, of two as heat maps with their own colours; where both
/// signs occur, white is 0. Refuses files without fields.
/// @param entry   rank, name and what it shows
/// @param fields  of a result; empty where the file holds none
/// @param table   the table without which a file holds none
FigureEntry cell_figure(FigureEntry entry, std::function<std::vector<CellField>(const Result& result)> fields,
                        const std::string& table);

}  // namespace fokker::view
