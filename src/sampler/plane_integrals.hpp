// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "sampler/lattice_chain.hpp"

namespace fokker {

/// Integrals over the plane of a density p that a sampler produced and of the laws that it is compared with.
struct PlaneIntegrals {
  double kl = 0;                   ///< KL(p0 || p) where p is above its rounding
  double doubt = 0;                ///< what the rounding makes of it
  double hidden = 0;               ///< mass of p0 at the rounding of p or beyond its nodes
  double kl_reverse = 0;           ///< KL(p || p0)
  double tv = 0;                   ///< total variation to p0
  double tv_stop = 0;              ///< total variation to the law at the stopping time
  std::vector<double> modes = {};  ///< mass of p where each component of p0 outweighs the others
};

/// By Gauss's rule in squares that are halved where the laws are narrow, where p crosses one of them and where the
/// component that outweighs the others changes; lines that cross such a curve are cut at it.
/// @param floor  smallest value of the density that is known
PlaneIntegrals plane_integrals(const LatticeDensity& density, const LatticeTargets& targets, double floor, int threads);

/// E |field(x)| in the plane, the Euclidean norm; squares are halved around the zeros of the field, where the norm has
/// a cone.
double mean_norm(const LatticeDensity& density, const std::function<Points(const PointsIn& x)>& field, int threads);

}  // namespace fokker
