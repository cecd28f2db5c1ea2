// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/process/frame.hpp"
#include "fokker/score/score.hpp"

namespace fokker {

/// The score of y = (x - m)/s, from that of x: s grad log p(m + s y). What the score knows of log p on
/// cells of x does not serve cells of y and is left out.
Score framed(const Score& score, const Frame& frame);

/// The score of x, from that of y: grad log p_y((x - m)/s) / s.
Score unframed(const Score& score, const Frame& frame);

}  // namespace fokker
