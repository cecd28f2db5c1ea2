// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/problem/problem.hpp"
#include "fokker/sampler/sampler.hpp"

namespace fokker {

/// What the samplers of a problem need of it. @throws Error{Fault::problem} where its initial law is no mixture
/// @param problem  normalised
/// @return process, initial mixture, times and grid
SamplerProblem sampler_problem(const Problem& problem);

}  // namespace fokker
