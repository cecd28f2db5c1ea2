// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/problem/problem.hpp"

namespace fokker {

/// Problem that is solved on the grid, in the coordinates of the grid: x, or y in a moving frame.
struct GridProblem {
  Process process;                  ///< in the coordinates of the grid
  Grid grid;                        ///< in y in a moving frame
  Law start;                        ///< at the first snapshot
  TimeSpan time;                    ///< in a moving frame initial = start, since the frame need not exist before
  ForwardOptions forward;           ///< as in the Problem
  std::vector<Reversal> reversals;  ///< as in the Problem
  std::function<Law(double t)> exact = {};  ///< empty where the density is not known
};

/// @param problem  normalised and valid
/// @return process, laws and times in the coordinates of the grid
GridProblem on_grid(const Problem& problem);

}  // namespace fokker
