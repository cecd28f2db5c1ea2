// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Relative L1 distances on ever finer grids or steps, and the orders log2(d[k] / d[k+1]) between neighbours; NaN where
/// there is none.
struct Refinement {
  std::vector<double> distances;  ///< relative, L1
  std::vector<double> orders;     ///< one less
};

/// Distances with their orders.
/// @param distances  on ever finer grids or steps, >= 0
/// @return the distances with one order less than there are
Refinement refinement(std::vector<double> distances);

/// How one solution converges.
struct SolutionConvergence {
  std::string name;       ///< "forward" or "reverse/NAME"
  double time = 0;        ///< where it is looked at: the end of its walk
  std::string reference;  ///< of `together`: "exact" or "limit"
  /// Errors with cells and steps refined together. Against the limit the last order is NaN: it would be 2 by
  /// construction.
  Refinement together;
  Refinement cells;        ///< differences of neighbouring levels of cells, all with the finest steps
  Refinement steps;        ///< differences of neighbouring levels of steps, all on the finest cells
  Array limit;             ///< extrapolated from the two finest levels, on the cells of the coarser one
  double limit_error = 0;  ///< its relative L1 error as estimated from three levels; NaN with two
  double limit_exact = 0;  ///< its relative L1 distance from the exact density; NaN where that is not known
};

/// Result of `fokker converge`.
struct ConvergenceReport {
  std::vector<std::vector<Eigen::Index>> cells;  ///< per level: cells of each axis
  std::vector<long> steps;                       ///< per level
  std::vector<SolutionConvergence> solutions;    ///< one per solution
  std::vector<std::string> notes;                ///< for the user
};

}  // namespace fokker
