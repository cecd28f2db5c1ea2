// SPDX-License-Identifier: MIT
#pragma once
#include "spread/agreement.hpp"

namespace fokker {

/// Particles shared out among ranks by their numbers, in blocks on which no number depends.
SharedParticles shared_particles(const Ranks& ranks, Agreement& agreement);

}  // namespace fokker
