// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "sde/block.hpp"

namespace fokker::sde {

/// Normals of steps that join two of `times`, from k = step.index to k + 2, such that their Brownian increments, and
/// the integrals I_(1,0) of the area, are those of the steps k and k + 1 of a run with these options together.
/// Reference: Kloeden and Platen (1992), section 9.3.
Normals normals_of_pairs(const SimulateOptions& options, const std::vector<double>& times);

}  // namespace fokker::sde
