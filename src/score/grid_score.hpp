// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/score/score.hpp"

namespace fokker {

/// Score of a density on a grid whose log p is known on the cells at every time; in space as trajectory_score().
/// @param log_density    of all cells
/// @param floored_cells  as in Score
Score grid_score(const Grid& grid, CellFunctionAt log_density, std::size_t floored_cells, int threads);

}  // namespace fokker
