// SPDX-License-Identifier: MIT
#include "fv/edge_rates.hpp"

#include <cmath>
#include <limits>

#include "core/clones.hpp"
#include "fv/bernoulli_kernel.hpp"

namespace fokker {
namespace {

constexpr double largest = std::numeric_limits<double>::max();

constexpr int piece = 256;  ///< edges whose intermediate numbers stay in the nearest cache, where nothing overlaps them

/// D and D z of n <= piece edges from number `first` on.
[[gnu::always_inline]] inline void exponents(const EdgeRun& r, int first, int n, double* D, double* w) {
  const double *drift = r.drift + first, *diffusion = r.diffusion + first;
  const double drift_scale = r.drift_scale, diffusion_scale = r.diffusion_scale;
  double twice[piece];
  for (int i = 0; i < n; ++i) twice[i] = r.by_position ? r.twice_distance[first + i] : *r.twice_distance;
  for (int i = 0; i < n; ++i) D[i] = diffusion_scale * diffusion[i];
  for (int i = 0; i < n; ++i) w[i] = drift_scale * drift[i] * twice[i];
  if (r.phi_below) {
    const double *below = r.phi_below + first, *above = r.phi_above + first;
    for (int i = 0; i < n; ++i) w[i] += D[i] * (above[i] - below[i]);
  }
  if (r.slope) {
    const double* slope = r.slope + first;
    for (int i = 0; i < n; ++i) w[i] += D[i] * (0.5 * twice[i] * slope[i]);
  }
}

/// y = x weight, which is an array or one number; whether all are finite.
[[gnu::always_inline]] inline bool weighted(const double* x, const double* weight, bool array, int n, double* y) {
  double bad = 0;
  const double one = *weight;
  if (array)
    for (int i = 0; i < n; ++i) y[i] = x[i] * weight[i];
  else
    for (int i = 0; i < n; ++i) y[i] = x[i] * one;
  for (int i = 0; i < n; ++i) bad = y[i] <= largest ? bad : 1.0;
  return bad == 0;
}

}  // namespace

FOKKER_CLONES bool edge_rates(const EdgeRun& run) {
  double D[piece], w[piece], small[piece], plus[piece], minus[piece];
  bool finite = true;
  for (int first = 0; first < run.n; first += piece) {
    const int n = run.n - first < piece ? run.n - first : piece, position = run.by_position ? first : 0;
    exponents(run, first, n, D, w);
    for (int i = 0; i < n; ++i) small[i] = scaled_small(D[i], std::abs(w[i]));
    for (int i = 0; i < n; ++i) scaled_pair(small[i], w[i], plus[i], minus[i]);
    finite &= weighted(minus, run.weight_up + position, run.by_position, n, run.up + first);
    finite &= weighted(plus, run.weight_down + position, run.by_position, n, run.down + first);
  }
  return finite;
}

FOKKER_CLONES bool sound(const double* drift, const double* diffusion, int n) {
  double bad = 0;
  for (int i = 0; i < n; ++i) {
    bad = std::abs(drift[i]) <= largest ? bad : 1.0;
    bad = diffusion[i] >= 0 ? bad : 1.0;
    bad = diffusion[i] <= largest ? bad : 1.0;
  }
  return bad == 0;
}

}  // namespace fokker
