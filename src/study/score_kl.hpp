// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/score_error.hpp"
#include "study/score_sums.hpp"

namespace fokker {

/// Fills in the KL at the snapshots of a reversal and the two parts of its change.
/// @param stated  score of the reversal, in space
void add_kl_in_time(const Problem& problem, const Reversal& reversal, const GridSolution& solution,
                    const TrueScore& truth, const Score& stated, ScoreOutcome& outcome);

}  // namespace fokker
