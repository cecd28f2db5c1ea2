// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/sampler/sampler.hpp"
#include "sampler/lattice_push.hpp"

namespace fokker {

/// What a row of two or three axes compares the distribution of a sampler with.
struct LatticeTargets {
  GaussianMixture data;  ///< p0
  GaussianMixture stop;  ///< law of the process at the stopping time
};

/// Smallest standard deviation of a component, in any direction.
double least_deviation(const GaussianMixture& law);

/// Mean and covariance into the row.
void compare_moments(const LatticeDensity& density, SamplerRow& row);

/// Distances of `density` from the targets, moments and masses of modes, into the row. W1 and W2 stay empty.
/// @param rounding  of the density, beside its maximum
void compare(const LatticeDensity& density, const LatticeTargets& targets, double rounding, SamplerRow& row,
             int threads);

/// How many times the nodes along each axis the sums of three axes take, for the kinks of |p - q|.
int kink_factor(const LatticeDensity& density, const GaussianMixture& law);

/// Largest change of the columns of a row of three axes where their sums take fewer nodes; kink_factor > 1.
double sum_change(const LatticeDensity& density, const LatticeTargets& targets, double rounding, const SamplerRow& row,
                  int threads);

/// How finely a chain is computed.
struct LatticeFineness {
  double least = 1;  ///< standard deviation of the narrowest feature
  double nodes = 1;  ///< for it
  /// Smallest density that is kept, beside the largest. More than the rounding of transforms, which many short steps
  /// would spread on and on.
  double rounding = 0;
};

/// Density behind a chain of maps and noises from a start. @param like  the last lattice; empty: where there is density
PushedLattice lattice_chain_density(const std::vector<Operation>& operations, const GaussianMixture& start,
                                    const LatticeFineness& fineness, const std::optional<LatticeDensity>& like,
                                    const Control& control);

/// Total variation between densities on the same box, the second of which has more nodes.
double lattice_difference(LatticeDensity coarse, const LatticeDensity& fine, int threads);

/// Distribution of a chain of maps and noises from a start, into the row. Lattices become finer by a fifth (three axes:
/// a quarter) until two densities differ by less than 1e-8 (1e-5) in total variation.
/// @throws Error{Fault::numerical} where that needs too many nodes
LatticeDensity noisy_lattice_chain(const std::vector<Operation>& operations, const GaussianMixture& start,
                                   const LatticeTargets& targets, SamplerRow& row, const Control& control);

/// The same of a chain without noise on two axes: at each node the chain is inverted.
/// @throws Error{Fault::problem} where it folds the plane
LatticeDensity noiseless_lattice_chain(const std::vector<Operation>& operations, const GaussianMixture& start,
                                       const LatticeTargets& targets, SamplerRow& row, const Control& control);

}  // namespace fokker
