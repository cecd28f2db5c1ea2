// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/study.hpp"
#include "fokker/verify/convergence.hpp"

namespace fokker {

/// Solves a problem with its own cells and steps and with each doubled `levels - 1` times: together, the cells alone
/// at the finest steps, and the steps alone on the finest cells. Adaptive problems take the steps of one adaptive
/// solve. Particles and `accuracy` play no part.
/// @throws Error{Fault::usage} if levels < 2; Error (numerical, interrupted)
/// @param problem  any checked problem
/// @param levels   number of solves in each series, >= 2
/// @param options  memory
/// @param control  threads, stop, progress
/// @return errors and observed orders of each series
ConvergenceReport converge(const CheckedProblem& problem, int levels, const RunOptions& options = {},
                           const Control& control = {});

}  // namespace fokker
