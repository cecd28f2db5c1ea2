#pragma once
#include <limits>

#include "fokker/core/control.hpp"
#include "fokker/io/problem.hpp"
#include "fokker/verify/convergence.hpp"

namespace fokker {

/// Solves a problem with its own cells and steps and with each doubled `levels - 1` times: together, the cells alone
/// at the finest steps, and the steps alone on the finest cells. Adaptive problems take the steps of one adaptive
/// solve. Particles and `accuracy` play no part.
/// @param score_memory  as in run()
/// @throws Error{Fault::usage} if levels < 2; Error (numerical, interrupted)
ConvergenceReport converge(const Problem& problem, int levels, const Control& control = {},
                           double score_memory = std::numeric_limits<double>::infinity());

}  // namespace fokker
