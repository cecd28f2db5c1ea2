// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/core/control.hpp"
#include "sampler/line_chain.hpp"

namespace fokker {

/// Whether a chain on the line has noise between steps that use what earlier ones left.
bool has_random_history(const std::vector<Operation>& operations);

/// Distribution of such a chain into the row: the density of x and of x one step before, on a lattice of two axes. What
/// a step leaves must depend on the x before it alone, as of two-step methods.
/// @returns the density at its nodes
/// @throws Error{Fault::numerical} where the noise of a step is too narrow for the lattice
NodeDensity history_chain(const std::vector<Operation>& operations, const LineLaw& start, const LineTargets& targets,
                          SamplerRow& row, const Control& control);

}  // namespace fokker
