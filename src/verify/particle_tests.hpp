// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/verify/metrics.hpp"
#include "fokker/verify/significance.hpp"

namespace fokker {

/// Estimate from groups of merged cells of the distance sum (P - Q)^2 / W of the particles' law P from the density's
/// Q, where W is Q, or 25 / N in the group of leftovers.
struct ChiSquare {
  int groups = 0;       ///< that expect or hold a particle
  double pearson = 0;   ///< sum (O - E)^2 / (N W)
  double distance = 0;  ///< unbiased
  double error = 0;     ///< its standard error
};

/// Particles at one snapshot beside a density, with the tests that several metrics share.
struct ParticleTests {
  const Grid& grid;
  const ParticleSolution& particles;
  std::size_t k;  ///< the snapshot
  const Array& density;
  const Metrics& so_far;  ///< metrics of lower rank
  KolmogorovSmirnov ks;
  MomentTests moments;
  std::optional<ChiSquare> chi;  ///< empty with fewer than 25 particles expected
};

}  // namespace fokker
