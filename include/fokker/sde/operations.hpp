// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/process/operations.hpp"
#include "fokker/sde/simulate.hpp"

namespace fokker {

/// Moves particles by the operations of a sampler, one after the other, n x d. Normals of operation number k of
/// particle i depend on (seed, stream, i, k) alone; what a mean needs is summed in blocks in a fixed order. Results are
/// bitwise the same for every number of threads. What earlier steps leave is kept for each block of particles.
/// @param operations  of a sampler; those that follow a mean may hold no further mean
/// @param start       at the beginning, n x d, length
/// @param draws       seed, stream and threads; `count` is that of `start`
/// @param stop        checked before each operation
/// @throws Error{Fault::numerical} if a position stops being finite
/// @return positions after the last operation, n x d, length
Points apply_operations(const std::vector<Operation>& operations, Points start, const Draws& draws,
                        const StopToken& stop = {});

}  // namespace fokker
