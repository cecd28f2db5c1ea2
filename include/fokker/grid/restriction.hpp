// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/grid/grid.hpp"

namespace fokker {

/// The grid with every axis cut into numerator/denominator times as many cells (2/1 doubles, 1/2 halves).
/// @throws Error{Fault::problem} if a number of cells is not divisible, or falls below 2
/// @param grid         any grid
/// @param numerator    >= 1
/// @param denominator  >= 1
/// @return the grid with other cells, over the same box
Grid refined(const Grid& grid, Eigen::Index numerator, Eigen::Index denominator = 1);

/// Cell averages on `coarse` of a density on `fine`, which has the same whole multiple of cells on every axis: masses
/// of the fine cells summed, divided by the coarse volume.
/// @param density  one value per fine cell, 1/length^d
/// @throws Error{Fault::problem} if the grids do not fit each other
/// @param fine     grid of the density
/// @param coarse   grid of the result
/// @return one value per coarse cell, 1/length^d
Array restricted(const Grid& fine, const Grid& coarse, const Array& density);

/// The grid with every axis of n cells cut into floor(n numerator/denominator): nested where that divides n, else by
/// the map that made the axis, or linear in the index between listed edges.
/// @throws Error{Fault::problem} if fewer than 2 cells are left on an axis
/// @param grid         any grid
/// @param numerator    >= 1
/// @param denominator  >= numerator
/// @return the grid with fewer cells, over the same box
Grid coarsened(const Grid& grid, Eigen::Index numerator, Eigen::Index denominator);

/// Cell averages on `to` of a density on `from`, two grids over one box: differences of the cumulative mass along each
/// axis, by the cubic through the four edges around each edge that only `to` has (of third order for a smooth density;
/// not positive in general). Sums of masses where the grids are nested.
/// @param from     grid of the density
/// @param to       grid of the result
/// @param density  one value per cell of `from`, 1/length^d
/// @return one value per cell of `to`, of the same total mass
Array remapped(const Grid& from, const Grid& to, const Array& density);

/// Values of the coarse cells repeated in each fine cell whose centre they hold.
/// @param coarse  grid of the values
/// @param fine    grid over the same box
/// @param values  one per coarse cell
/// @return one per fine cell
Array spread(const Grid& coarse, const Grid& fine, const Array& values);

}  // namespace fokker
