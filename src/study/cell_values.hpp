// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/expression/expression.hpp"
#include "fokker/grid/grid.hpp"

namespace fokker {

/// Averages over cells of a formula in the axes that may have kinks and jumps: midpoints of many parts of each cell.
Array formula_averages(const Grid& grid, const Expression& formula);

/// A function of the cells at a point, with its derivatives along the axes.
struct PointDerivatives {
  double value = 0;
  Vector first;   ///< d
  Vector second;  ///< d
};

/// By the polynomials through the centres of the five nearest cells along each axis (fewer where there are fewer).
PointDerivatives derivatives_at(const Grid& grid, const Array& values, const Vector& x);

}  // namespace fokker
