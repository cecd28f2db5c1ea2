// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "fokker/problem/problem.hpp"

namespace fokker {

/// A problem with the end at which its density no longer changes.
struct SteadyRun {
  Problem problem;  ///< ends there, or at the latest end
  double rate = 0;  ///< L1 norm of dp/dt there, 1/time
};

/// Solves forward once to find the end of a run with time.steady. The density is looked at after 2^-12, 2^-11, ..., 1
/// of the time to the latest end; its rate of change is taken over an eighth of the time since the look before.
SteadyRun steady_run(const Problem& problem, const Control& control);

}  // namespace fokker
