// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/verify/score_report.hpp"
#include "study/score_sums.hpp"

namespace fokker {

/// Scores on a few thousand cell centres at every eighth of the times, both ends among them.
ScoreMaps score_maps(const Problem& problem, const TrueScore& truth, const Score& stated,
                     const std::vector<double>& times, const Control& control);

/// Bytes of their numbers in a file.
double score_map_bytes(const Grid& grid);

}  // namespace fokker
