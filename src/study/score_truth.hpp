// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/result.hpp"
#include "study/score_sums.hpp"

namespace fokker {

/// Whether score and density are known in closed form at all times.
bool knows_score(const Problem& problem);
/// They.
TrueScore exact_truth(const Problem& problem);
/// The forward solution between its steps: log p is linear in t.
TrueScore forward_truth(const Problem& problem, const StoredScore& stored);

}  // namespace fokker
