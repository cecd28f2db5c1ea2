// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/score_error.hpp"
#include "study/score_sums.hpp"

namespace fokker {

/// The reading of the same values (another parameterization, sign or power of the std) with the least weighted error,
/// where that is less than half the error of the values as stated.
std::optional<ScoreReading> better_reading(const Problem& problem, Parameterization stated,
                                           const std::vector<double>& times, const std::vector<ScoreSums>& sums);

/// How reversal `index` of a run ended.
ScoreOutcome outcome_of(const Problem& problem, const Evidence& evidence, std::size_t index, const ScoreError& error);

}  // namespace fokker
