// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/score_error.hpp"
#include "study/score_sums.hpp"

namespace fokker {

/// Times at which scores are compared: distances from the start grow as squares of whole numbers.
std::vector<double> quadrature_times(const Problem& problem, int intervals);

/// What is looked at.
struct Examination {
  int intervals = 64;     ///< of the quadrature in time
  bool structure = true;  ///< curl and residual, too
};
ScoreError score_error_of(const Problem& problem, const Reversal& reversal, const TrueScore& truth,
                          const Examination& examination, const Control& control);

}  // namespace fokker
