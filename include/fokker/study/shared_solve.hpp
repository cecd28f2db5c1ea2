// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "fokker/time/integrate.hpp"

namespace fokker {

/// A solve on a grid that several ranks do together.
struct SharedSolve {
  const Process& process;           ///< in the coordinates of the grid
  const Grid& grid;                 ///< the whole grid
  Flux flux;                        ///< how the drift becomes rates
  const Array& start;               ///< cell averages of the whole grid at times.front(), >= 0
  const StepTimes& times;           ///< fixed steps, or the ends between which steps are adaptive
  bool adaptive;                    ///< whether steps are chosen by step doubling
  const IntegrateOptions& options;  ///< stepper, limits, control
};

/// Gives every rank the densities of the whole grid.
using SharedIntegrator = std::function<Integration(const SharedSolve& solve)>;

}  // namespace fokker
