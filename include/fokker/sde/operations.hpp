// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/process/operations.hpp"
#include "fokker/sde/simulate.hpp"

namespace fokker {

/// Moves particles by the operations of a sampler, one after the other, n x d. Normals of operation number k of
/// particle i depend on (seed, stream, i, k) alone; what a mean needs is summed in blocks in a fixed order. Results are
/// bitwise the same for every number of threads. What earlier steps leave is kept for each block of particles; it is
/// part of the states, from which the particles continue bitwise as if they had never stopped.
/// @param operations  of a sampler; those that follow a mean may hold no further mean
/// @param start       at the beginning, n x d, length
/// @param draws       seed, stream and threads; `count` is that of `start`
/// @param control     stop, progress and states, after each operation; its threads do not count
/// @param stage       of progress (without a time) and states, unique; their steps are operations, the time of a state
/// is the fraction of them
/// @throws Error{Fault::numerical} if a position stops being finite
/// @throws Error{Fault::checkpoint} if a state is of other particles
/// @return positions after the last operation, n x d, length
Points apply_operations(const std::vector<Operation>& operations, Points start, const Draws& draws,
                        const Control& control = {}, const std::string& stage = {});

}  // namespace fokker
