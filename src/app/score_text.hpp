// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "fokker/verify/score_report.hpp"

namespace fokker::app {

/// The examination of scores as text for the terminal.
std::string score_text(const ScoreReport& report);

/// Its sums alone, a line or two for each score and reversal.
std::string score_summary(const ScoreReport& report);

}  // namespace fokker::app
