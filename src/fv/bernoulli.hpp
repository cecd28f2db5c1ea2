// SPDX-License-Identifier: MIT
#pragma once

namespace fokker {

/// B(z) and B(-z) of the Bernoulli function B(z) = z / (e^z - 1).
struct BernoulliPair {
  double plus;   ///< B(z)
  double minus;  ///< B(-z) = B(z) + z
};

/// Both values to rounding for every finite z: B is evaluated at |z| with expm1, where nothing cancels, and the
/// other value follows by B(-z) = B(z) + z, a sum of non-negative terms. Where e^|z| overflows (|z| > 709.7) a B below
/// 1e-305 is 0.
BernoulliPair bernoulli(double z);

/// D B(z) and D B(-z) with z = w / D, in the limit D -> 0 too: (0, w) for w > 0, (-w, 0) for w < 0 (upwind).
/// The switch |w| > 700 D only drops a B(z) below 1e-301.
/// @param D  >= 0
BernoulliPair scaled_bernoulli(double D, double w);
/// The same for n pairs of D and w; outputs do not overlap anything.
void scaled_bernoulli(const double* D, const double* w, int n, double* plus, double* minus);

}  // namespace fokker
