// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/shared_solve.hpp"
#include "fokker/study/study.hpp"

namespace fokker {

/// As run(), by ranks that all call it with the same problem.
/// @param score_memory  of each rank, bytes
/// @return on the rank that leads; the others get their parts of its densities
Result run_together(const CheckedProblem& problem, const SharedSolver& solver, double score_memory,
                    const Control& control);

}  // namespace fokker
