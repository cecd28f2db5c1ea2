// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/sampler/sampler.hpp"
#include "sampler/lattice.hpp"
#include "sampler/node_density.hpp"

namespace fokker {

/// Law of the process at the stopping time of a run in so many steps.
GaussianMixture law_at_stop(const SamplerProblem& problem, const SamplerRun& run, long steps);

/// Averages over cells between increasing faces: differences of the distribution function.
Array cell_averages(const NodeDensity& density, const Array& faces);
/// The same over products of cells, the last axis fastest.
Array cell_averages(const LatticeDensity& density, const std::vector<Array>& faces, int threads);

}  // namespace fokker
