// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/study/sampler_study.hpp"
#include "fokker/verify/evidence.hpp"

namespace fokker {

/// sampler_study of a problem that need not have been checked.
SamplerResults sampler_results(const Problem& problem, const Control& control);

/// Particles of the samplers that the problem names, with the densities of their rows.
std::vector<SamplerParticles> simulate_samplers(const Problem& problem, const SamplerResults& results,
                                                const Control& control);

}  // namespace fokker
