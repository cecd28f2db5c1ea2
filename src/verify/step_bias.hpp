// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/verify/evidence.hpp"
#include "fokker/verify/metrics.hpp"
#include "verify/groups.hpp"

namespace fokker {

/// Upper limit of the total variation from a chi-square distance and its standard error: three of these above it.
double tv_limit(double chi2, double error);

/// The parts step_* and rest_* of the metrics of particles at snapshot k of a coupled run.
void add_step_bias(const Groups& groups, const ParticleSolution& particles, std::size_t k, Metrics& metrics);

}  // namespace fokker
