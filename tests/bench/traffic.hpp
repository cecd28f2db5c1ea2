// SPDX-License-Identifier: MIT
#pragma once
#include "time/line_kernels.hpp"

namespace fokker::bench {

/// What is known of the factors of I - c L along an axis.
enum class Factors {
  made,    ///< another step each time, so that none serves twice
  kept,    ///< the same step again and again, one factor per cell
  shared,  ///< rates of the process are the same for every line
};

/// Moves what a solve by shares moves, in its order and by its tiles, and computes next to nothing: the bound that
/// memory and caches set. Sixteen lines where work.starts is given, else broad_width.
void move_rows(const LineWork& work, Factors factors);

}  // namespace fokker::bench
