// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/score/score.hpp"

namespace fokker {

/// base + weight D s, n x d. @param noise_columns  of D
Field add_score(Field base, Field diffusion, Eigen::Index noise_columns, Field score, double weight);

/// The drift in divergence form without what is known on cells.
const FieldAt& drift_at_points(const Process& process);

/// @throws Error{Fault::problem} unless both have one dimension
void require_same_dimension(const Process& process, const Score& score);

}  // namespace fokker
