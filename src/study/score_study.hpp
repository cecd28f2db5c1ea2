// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/result.hpp"
#include "study/score_times.hpp"

namespace fokker {

/// Whether `run` examines scores of a problem: those of tables, networks, and answers that cover the examination.
bool examines_scores(const Problem& problem);
/// Whether the examination needs the forward solution at every step.
bool needs_forward_truth(const Problem& problem);

/// `run` without that.
Result run_unexamined(const CheckedProblem& problem, const RunOptions& options, const Control& control);

/// Errors of the stated scores of a run and how its reversals ended.
/// @param problem  whose reversals are those of `evidence`
/// @param forward  score of the forward solution; empty where the exact one is known
ScoreReport examined_run(const Problem& problem, const Evidence& evidence, const std::optional<StoredScore>& forward,
                         const Examination& examination, const Control& control);

}  // namespace fokker
