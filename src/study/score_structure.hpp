// SPDX-License-Identifier: MIT
#pragma once
#include "study/score_sums.hpp"

namespace fokker {

/// What every score has and a stated one may lack, averaged over the true density p.
struct ScoreStructure {
  double curl = 0;      ///< E_p sum_{i<j} (d_i s_j - d_j s_i)^2, 1/length^4
  double residual = 0;  ///< E_p |d_t s - grad(1/2 g^2 (div s + |s|^2) - f x . s)|^2, 1/(length time)^2
};

/// By central differences in a twentieth of a cell and in time; the score is to be smooth on that scale.
/// @param problem  whose process has noise levels
/// @param t  process time, later than the start of the noise levels
ScoreStructure score_structure(const Problem& problem, const TrueScore& truth, const Score& stated, double t,
                               const Control& control);

}  // namespace fokker
