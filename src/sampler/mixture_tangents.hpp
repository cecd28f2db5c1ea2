// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/process/gaussian_mixture.hpp"

namespace fokker {

/// Score s = grad log p of a mixture at points with tangent vectors: columns d.. of x are m vectors v, and columns d..
/// of the result are the products (grad s) v.
/// With u_k the score of component k and r_k its share at x:
///   s = sum_k r_k u_k,   (grad s) v = sum_k r_k (u_k (u_k . v) - C_k^-1 v) - s (s . v).
/// @param x  n x d (1 + m)
Points score_with_tangents(const GaussianMixture& law, const PointsIn& x);

}  // namespace fokker
