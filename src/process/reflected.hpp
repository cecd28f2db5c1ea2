// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fokker/process/law.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// A box whose faces all reflect.
struct ReflectingBox {
  Vector lower, upper;  ///< d, lower < upper
};

/// Law at times.last in a reflecting box of a process that starts from `initial` at times.first; empty where it is not
/// known. It is known of Brownian motions with noise that is independent per axis, whose drift and noise are constant
/// up to a common factor in time, from mixtures of point masses or Gaussians with diagonal covariances; with a drift
/// along an axis only if the motion has spread by a twentieth of the width of each component. Without drift a
/// Gaussian's tails beyond the faces are folded back, with drift they are left out: it should have next to none.
std::optional<Law> reflected_law(const Process& process, const GaussianMixture& initial, TimeRange times,
                                 const ReflectingBox& box);

}  // namespace fokker
