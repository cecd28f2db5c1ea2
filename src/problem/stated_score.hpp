// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/problem.hpp"

namespace fokker {

/// The score that the table, network, answers or callable of a reversal states, in space.
Score stated_score(const Problem& problem, const Reversal& reversal);

/// Everything that answers hold: times, points and values, one after the other.
std::vector<double> numbers_in(const ScoreAnswers& answers);

}  // namespace fokker
