// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/problem.hpp"

namespace fokker {

/// Arrays of one number per cell of the deposits that a solve keeps: three points per cell, for each coordinate and
/// interval, and their order, of one step or of the whole and half adaptive ones; and what they work in.
double deposit_arrays(const Problem& problem);

/// Directions of the operator: of correlated noise those of assembled operators at times of the run, the most of them.
double count_directions(const Problem& problem);

/// Bytes that the generator's tables take beside densities: one elimination by its pattern, rates, and vectors.
double table_bytes(const Problem& problem);

}  // namespace fokker
