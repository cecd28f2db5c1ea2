// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/study.hpp"

namespace fokker {

/// Factors that make a run wrong on purpose, to show that the checks reject it.
struct Distortion {
  double score = 1;  ///< of every score
  double noise = 1;  ///< of the particles' noise
  double drift = 1;  ///< of the particles' drift (Ito). With either factor, scheme "exact" is refused.
};
Result run_distorted(const CheckedProblem& problem, const Distortion& distortion, const RunOptions& options = {},
                     const Control& control = {});

}  // namespace fokker
