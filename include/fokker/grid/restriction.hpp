#pragma once
#include "fokker/grid/grid.hpp"

namespace fokker {

/// The grid with every axis cut into numerator/denominator times as many cells (2/1 doubles, 1/2 halves).
/// @throws Error{Fault::problem} if a number of cells is not divisible, or falls below 2
Grid refined(const Grid& grid, Eigen::Index numerator, Eigen::Index denominator = 1);

/// Cell averages on `coarse` of a density on `fine`, which has the same whole multiple of cells on every axis: masses
/// of the fine cells summed, divided by the coarse volume.
/// @param density  one value per fine cell, 1/length^d
/// @throws Error{Fault::problem} if the grids do not fit each other
Array restricted(const Grid& fine, const Grid& coarse, const Array& density);

/// Values of the coarse cells repeated in each of their fine cells.
Array spread(const Grid& coarse, const Grid& fine, const Array& values);

}  // namespace fokker
