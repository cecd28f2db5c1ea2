// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/study/shared_solve.hpp"
#include "fokker/study/study.hpp"

namespace fokker {

/// As run(), by ranks that all call it with the same problem.
/// @param leads  whether this rank does what follows the solves on grids; the others have no result
/// @param score_memory  of each rank, bytes
std::optional<Result> run_together(const CheckedProblem& problem, const SharedSolver& solver, bool leads,
                                   double score_memory, const Control& control);

}  // namespace fokker
