// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/spread/spread.hpp"

namespace fokker {

/// @throws Error{Fault::usage} for what a problem asks for and ranks cannot share yet
void require_shareable(const Problem& problem);
/// @throws Error{Fault::usage} for correlated noise that vanishes at a boundary
void require_kept_noise(const Process& process, const Grid& grid, Flux flux, double t, int threads);
/// Refuses what a solve of correlated noise cannot have.
Error refused_correlation(const std::string& what);
/// @throws Error{Fault::usage} with the largest number, where there are more ranks than slabs
void require_slabs(const Grid& grid, int ranks);

}  // namespace fokker
