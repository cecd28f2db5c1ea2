// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker {

/// Densities at increasing times by number: stored, or recomputed when needed.
struct DensityHistory {
  Grid grid;                  ///< of the densities
  std::vector<double> times;  ///< increasing
  /// Cell averages at times[k], 1/length^d; may be called from any thread.
  std::function<std::shared_ptr<const Array>(std::size_t k)> density;
};

/// A history of densities that are all in memory.
/// @param trajectory  at increasing times
/// @return keeps the densities
DensityHistory history_of(Trajectory trajectory);

}  // namespace fokker
