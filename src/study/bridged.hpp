// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "fokker/problem/problem.hpp"

namespace fokker {

/// The problem with the bridge that it asks to run as its process, solved on its own cells unless that was done before;
/// other problems as they are.
Problem bridged(const Problem& problem, const Control& control);

/// The problem of the process from which its bridge departs, for tables of that process.
Problem with_reference(Problem problem);

/// Steps of the bridge for so many times the cells per axis.
void scale_bridge_steps(Problem& problem, long numerator, long denominator);

}  // namespace fokker
