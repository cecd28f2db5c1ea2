// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "view/curves.hpp"
#include "view/maps.hpp"

namespace fokker::view {

/// A function of the cells that is no density in time.
struct CellField {
  std::string title;  ///< with units
  Array values;       ///< one per cell; gaps where not finite
};

/// A panel per field over one axis.
CurveFigure field_panels(const Result& result, const std::vector<CellField>& fields);
/// A heat map per field over two axes, each with its own colours; those of both signs have white at 0.
MapFigure field_map_panels(const Result& result, const std::vector<CellField>& fields);

/// @throws Error{Fault::usage} naming the table without which a file holds no such fields
const std::vector<CellField>& require_fields(const std::vector<CellField>& fields, const std::string& figure,
                                             const std::string& table);

}  // namespace fokker::view
