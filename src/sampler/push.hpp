// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <variant>
#include <vector>

#include "fokker/process/operations.hpp"
#include "sampler/node_density.hpp"

namespace fokker {

/// Maps in a row, perhaps one with a noise of its own, then noise: what one push computes.
struct PushStep {
  std::vector<operation::Map> maps = {};               ///< one after the other
  std::optional<operation::Auxiliary> auxiliary = {};  ///< behind them
  double std = 0;                                      ///< of the noise behind all, length, >= 0
  /// x behind the maps, n x 1.
  Points moved(const PointsIn& x) const;
  /// The same at a value of the map's own noise; without such a map `z` has no effect.
  Points moved(const PointsIn& x, double z) const;
};

/// A push, or operations that depend on the density before them.
using ChainPart = std::variant<PushStep, operation::MeanField>;

/// Maps between noises gathered, in order.
std::vector<ChainPart> chain_parts(const std::vector<Operation>& operations);

/// How a density after one step is computed.
struct PushTarget {
  Eigen::Index nodes = 1024;         ///< even, >= 32
  std::optional<Interval> box = {};  ///< of the nodes; empty: where the density is above 1e-13 of its maximum
};

/// A density after one step and what was lost on the way.
struct PushedDensity {
  NodeDensity density;
  double clipped = 0;  ///< negative mass set to 0: rounding, or a sign of too few nodes
};

/// Density of m(x) + std xi, or of m(x, z) + std xi by the trapezoidal rule in z. The masses of the nodes are moved by
/// the map m, deposited with a Gaussian of width 1.25 target spacings, and the Fourier transform is multiplied by
/// exp(-(std^2 - width^2) k^2/2): spectrally accurate for any map, folds included, and for any std. Values below 1e-13
/// of the maximum are rounding. Reference: Greengard and Lee, SIAM Review 46 (2004) 443 (Gaussian gridding).
PushedDensity push(const NodeDensity& density, const PushStep& step, const PushTarget& target);

/// The same as a sum of positive kernels, accurate to its relative size down to 1e-40 of the maximum. Empty where the
/// noise is narrower than 1.25 distances between the images of neighbouring nodes.
std::optional<NodeDensity> push_positive(const NodeDensity& density, const PushStep& step, const PushTarget& target);

/// Nodes in place of those of the density with which push_positive takes the step; far more than any machine has where
/// there is no noise.
Eigen::Index nodes_for_positive(const NodeDensity& density, const PushStep& step);

}  // namespace fokker
