// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/sampler/sampler.hpp"
#include "sampler/line_law.hpp"
#include "sampler/node_density.hpp"

namespace fokker {

/// What a row compares the distribution of a sampler with.
struct LineTargets {
  LineLaw data;  ///< p0
  LineLaw stop;  ///< law of the process at the stopping time
};

/// Distribution of a chain with noise from a start, into the row. The numbers of nodes double until two densities
/// differ by less than 1e-10 in total variation.
/// @returns the density at its nodes
/// @throws Error{Fault::numerical} where 16384 nodes do not suffice for 1e-3
NodeDensity noisy_chain(const std::vector<Operation>& operations, const LineLaw& start, const LineTargets& targets,
                        SamplerRow& row);

/// Density of a chain with noise on so many nodes, on a box or, without one, where there is density.
NodeDensity chain_density(const std::vector<Operation>& operations, const LineLaw& start, Eigen::Index nodes,
                          const std::optional<Interval>& box);

/// The same from a density instead of a law.
NodeDensity pushed_on(NodeDensity density, const std::vector<Operation>& operations, Eigen::Index nodes,
                      const std::optional<Interval>& box);

/// The same of a chain without noise, by following intervals of starting points.
/// @param faces  of cells, increasing; may be empty
/// @returns averages of the density over the cells
Array noiseless_chain(const std::vector<Operation>& operations, const LineLaw& start, const LineTargets& targets,
                      SamplerRow& row, const Array& faces);

}  // namespace fokker
