// SPDX-License-Identifier: MIT
#pragma once

namespace fokker {

/// Component w N(m, L L^T) of a mixture in d dimensions.
struct MixtureComponent {
  double constant;       ///< log w - log det L; a term that all components share may be left out
  const double* mean;    ///< d
  const double* factor;  ///< L, d x d by columns, lower triangular with a positive diagonal
};

/// Points that one call of mixture_score takes.
inline constexpr int kMixturePoints = 256;
/// Doubles of scratch that it needs.
constexpr int mixture_scratch(int components, int dimension) { return (components + 2 + dimension) * kMixturePoints; }

/// grad log of the sum of `count` components at n <= kMixturePoints points, whose coordinates k start at x + k
/// x_stride, into columns of the same kind at `score`. Logs are summed around the largest component.
void mixture_score(const MixtureComponent* components, int count, int dimension, const double* x, long x_stride,
                   double* score, long score_stride, int n, double* scratch);

}  // namespace fokker
