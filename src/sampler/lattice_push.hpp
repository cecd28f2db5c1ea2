// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "sampler/lattice.hpp"
#include "sampler/push.hpp"

namespace fokker {

/// A density on a lattice after one step and what was lost on the way.
struct PushedLattice {
  LatticeDensity density;
  double clipped = 0;  ///< negative mass set to 0: rounding, or a sign of too few nodes
};

/// How a lattice after one step is chosen.
struct LatticeTarget {
  double step = 1;                          ///< distance of nodes, length
  double quiet_step = 1;                    ///< the same along axes without noise
  std::optional<LatticeDensity> like = {};  ///< nodes of this lattice; empty: where there is density
  std::vector<bool> quiet_axes = {};        ///< along which there is no noise; empty: none
  double rounding = 0;                      ///< smallest density that is kept, beside the largest; at least 1e-13

  double step_along(std::size_t axis) const { return is_quiet(axis) ? quiet_step : step; }
  bool is_quiet(std::size_t axis) const { return axis < quiet_axes.size() && quiet_axes[axis]; }
};

/// Density of m(x) + std xi on a lattice, as `push` on the line: the masses of the nodes are moved, deposited with a
/// Gaussian of width 1.25 spacings (three axes: 1, which is accurate to 1e-7), and the Fourier transform is multiplied
/// along each axis. Tiles of the target belong to one thread each and take their masses in a fixed order.
/// @throws Error{Fault::numerical} where a lattice needs more than 2^26 nodes
PushedLattice push(const LatticeDensity& density, const PushStep& step, const LatticeTarget& target, int threads);

}  // namespace fokker
