// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/grid/grid.hpp"

namespace fokker {

/// Logarithms of the means over all cells of a density whose logarithm is given, by products of Gauss's rule. Cells are
/// halved along all axes until the rules of three and of four points agree: the means of the fullest cells are right
/// to some 1e-13 (1e-9 in three dimensions), those of others to the same part of the largest mean, but at least to
/// 1e-6; where a density jumps, to a few thousandths.
/// @param threads  0: all cores; results do not depend on it
Array log_cell_means(const Grid& grid, const ScalarField& log_density, int threads);

}  // namespace fokker
