// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/sampler/sampler.hpp"
#include "sampler/line_law.hpp"
#include "sampler/node_density.hpp"
#include "sampler/push.hpp"

namespace fokker {

/// Total variation between a density and a law: half of the sum of |F - G| increments between the roots of p - q.
double total_variation(const NodeDensity& density, const LineLaw& law);

/// Distances of `density` from `law`, moments and masses of modes, into the row.
void compare(const NodeDensity& density, const LineLaw& law, SamplerRow& row);

/// Wasserstein distance of order 2 between a law and a distribution of increasing masses f below some points, whose
/// quantile function between points j and j + 1 is `inverse(mass, j)`.
double second_wasserstein(const std::vector<double>& f,
                          const std::function<double(double mass, std::size_t j)>& inverse, const LineLaw& law);

/// E |field(x)|; intervals in which the field changes its sign are split there.
double mean_norm(const NodeDensity& density, const std::function<Points(const PointsIn& x)>& field);

/// KL(law || density) and what it leaves open.
struct ForwardDivergence {
  double kl = 0;
  double hidden = 0;  ///< mass of the law where the density is at most its rounding or has no nodes
  double doubt = 0;   ///< what the rounding makes of the rest
};
ForwardDivergence forward_divergence(const NodeDensity& density, const LineLaw& law, double rounding);

/// The same of the image of the density under maps without noise; empty where they fold the line.
std::optional<ForwardDivergence> forward_divergence(const NodeDensity& density, const PushStep& maps,
                                                    const LineLaw& law);

}  // namespace fokker
