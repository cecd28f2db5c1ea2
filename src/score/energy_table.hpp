// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/score/table.hpp"

namespace fokker {

/// The score of a table of energies, one per node: its derivatives at the nodes, second order in their distances.
ScoreTable gradient_of_energies(const ScoreTable& energies);

}  // namespace fokker
