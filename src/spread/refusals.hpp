// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/spread/spread.hpp"

namespace fokker {

/// @throws Error{Fault::usage} for what a problem asks for and ranks cannot share yet
void require_shareable(const Problem& problem);
/// @throws Error{Fault::usage} for solves whose noise is not along single axes
void require_single_axes(const Process& process);
/// @throws Error{Fault::usage} with the largest number, where there are more ranks than slabs
void require_slabs(const Grid& grid, int ranks);

}  // namespace fokker
