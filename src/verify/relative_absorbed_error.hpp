// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/verify/evidence.hpp"

namespace fokker {

/// Estimated errors of the absorbed mass up to snapshot k over that mass, of the boundary where this is largest. The
/// mass counts as at least
/// - a hundredth of what the boundary absorbs in all: relative errors of the first arrivals say nothing of the rest,
/// - 1e-4, or a hundredth of what all boundaries absorb where that is less than 1e-2: a rare escape, and not the far
///   tail of a common one,
/// - 1e-9, where differences of mass are differences of rounding.
/// @param solution  with absorbed_errors
double relative_absorbed_error(const GridSolution& solution, std::size_t k);

}  // namespace fokker
