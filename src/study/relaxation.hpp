// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/grid_problem.hpp"

namespace fokker {

/// Rate (1/time, >= 0) of the slowest relaxation of a process in detailed balance on its grid: the smallest eigenvalue
/// but 0 of minus its generator; 0 where it is not found. In the norm |p/pi - 1| weighted with the equilibrium pi,
/// every density comes closer to pi at least at this rate.
/// @param problem  whose process has an equilibrium and a steady modulation; no boundary absorbs
/// @param span  of time, of which 1/span is a rate that matters
double slowest_relaxation(const GridProblem& problem, double span);

/// log of the equilibrium per volume at the cell centres, up to a constant.
Array log_equilibrium(const GridProblem& problem);

}  // namespace fokker
