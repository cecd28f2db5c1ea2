// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/problem.hpp"

namespace fokker {

/// The score that the table, network or callable of a reversal states, in space.
Score stated_score(const Problem& problem, const Reversal& reversal);

}  // namespace fokker
