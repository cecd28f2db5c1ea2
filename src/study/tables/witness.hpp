// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/study/generator_study.hpp"

namespace fokker {

/// Numbers of first passages and resets as particles find them, for a check of the tables' own: each is their mean,
/// with 4.9 standard errors (one false alarm in a million) and what a run with doubled steps differs by. Regions that
/// formulas give are looked at after steps alone, whose bias falls with the root of the step: there 2.5 times that
/// difference. Up to 1e5 particles of the problem's scheme and steps; of resets from their stationary state.
std::vector<NumberBound> particle_bounds(const Problem& problem, const GeneratorResults& results,
                                         const Control& control);

}  // namespace fokker
