// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/score/network.hpp"

namespace fokker {

/// Points that a kernel takes side by side: two vectors of 32 bytes.
template <class Real>
inline constexpr int network_lanes = static_cast<int>(64 / sizeof(Real));
/// Outputs of a layer that are computed together; their weights are neighbours.
inline constexpr int network_rows = 4;

/// out(j, p) = bias(j) + sum_k weight(j, k) in(k, p) for `network_lanes` points p, which are neighbours. Products are
/// added in the order of k, each rounded: a point's result depends on nothing else.
template <class Real>
struct LayerWork {
  const Real* weights;  ///< (groups, inputs, network_rows)
  const Real* bias;     ///< groups x network_rows
  const Real* in;       ///< inputs x network_lanes
  Real* out;            ///< groups x network_rows x network_lanes
  int groups, inputs;
};
void multiply_layer(const LayerWork<float>& work);
void multiply_layer(const LayerWork<double>& work);

/// Replaces n values by those of the activation.
void activate(Activation activation, float* values, int n);
void activate(Activation activation, double* values, int n);

/// Replaces n values by the derivatives of the activation there.
void activation_slopes(Activation activation, float* values, int n);
void activation_slopes(Activation activation, double* values, int n);

}  // namespace fokker
