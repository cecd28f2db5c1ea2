// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/fv/operator.hpp"

namespace fokker {

/// Lines of a direction, which are some lines of a grid one after the other: where these lie.
struct LinesInGrid {
  const Grid& grid;
  const Lines& all;        ///< of the grid along the same offset
  Eigen::Index first = 0;  ///< the first one of the direction
};

/// What edges along an offset take from the cells, in the order of the direction's arrays.
struct OffsetCells {
  const Array& weights;  ///< volume-weighted, CellCoefficients::weights
  const Points& pull;    ///< CellCoefficients::pull; columns along which the offset does not move do not count
  const Array& phi;      ///< empty: none
  const Array& volumes;
};

/// Fills the rates of a direction whose lines are set.
void fill_offset(const LinesInGrid& at, const OffsetCells& cells, int threads, Direction& direction);
/// Adds the upwind rates of what no edge of D carries, along an axis.
void add_upwind(const Grid& grid, int axis, const Array& drift, int threads, Direction& direction);

/// Refuses drift and diffusion at the cells that are not finite, or a diffusion below 0.
/// @throws Error{Fault::numerical}
void require_sound(const Process& process, const Grid& grid, double t, const Points& v, const Points& D, int threads);
bool are_finite(const Direction& direction, int threads);

}  // namespace fokker
