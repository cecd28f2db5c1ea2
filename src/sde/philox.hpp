// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

namespace fokker::random {

/// Counters that one call of a Philox function serves.
inline constexpr std::uint32_t kCounters = 256;

/// Philox4x32-10 of the kCounters counters (counter[0] + j, counter[1..3]), where counter[0] + j stays below 2^32: of
/// each, the first two and the last two words as 64 bits.
/// Reference: Salmon, Moraes, Dror and Shaw, SC11 (2011).
using Philox = void (*)(const std::uint32_t* key, const std::uint32_t* counter, std::uint64_t* even,
                        std::uint64_t* odd);

/// The functions that this machine can run, the fastest first.
const std::vector<Philox>& philox_functions();

}  // namespace fokker::random
