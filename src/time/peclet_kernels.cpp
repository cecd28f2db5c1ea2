// SPDX-License-Identifier: MIT
#include "time/peclet_kernels.hpp"

#include "core/elementary.hpp"

namespace fokker {
namespace {

constexpr int lanes = 8, chunk = 64;

/// Largest |z| of an edge: beyond, one of its rates is 0.
constexpr double largest = 700;
constexpr double largest_ratio = 2e304;  // its logarithm is above

[[gnu::always_inline]] inline int count(const EdgeRun& run, std::ptrdiff_t k) {
  return static_cast<int>(run.length - k < chunk ? run.length - k : chunk);
}

[[gnu::always_inline]] inline double magnitude(double x) { return x < 0 ? -x : x; }

/// log(a / b)
[[gnu::always_inline]] inline double slope(double a, double b) {
  const double lesser = a < b ? a : b, greater = a < b ? b : a;
  const double ratio = greater / lesser;  // not a number where both are 0
  const double z = elementary::logarithm_of_normal(ratio < largest_ratio ? ratio : largest_ratio);
  const double size = z < largest ? z : largest;
  return a == b ? 0.0 : a < b ? -size : size;
}

/// Ratios of the edges above cells k, k + 1, ...
[[gnu::always_inline]] inline const double* ratios_at(const EdgeRun& run, const double* ratios, std::ptrdiff_t k,
                                                      double* same) {
  if (run.stride == 1) return ratios + k;
  for (int l = 0; l < chunk; ++l) same[l] = ratios[0];
  return same;
}

/// Sum of n numbers, in an order that does not depend on the instruction set.
[[gnu::always_inline]] inline double sum(const double* x, int n) {
  double lane[lanes] = {}, all = 0;
  for (; n >= lanes; n -= lanes, x += lanes)
    for (int l = 0; l < lanes; ++l) lane[l] += x[l];
  for (int l = 0; l < n; ++l) lane[l] += x[l];
  for (const double part : lane) all += part;
  return all;
}

/// z of the edges between cells with these rates up, times ratios, and down.
[[gnu::always_inline]] inline void slopes(const double* up, const double* ratios, const double* down, int n,
                                          double* __restrict z) {
  for (int l = 0; l < n; ++l) z[l] = slope(up[l] * ratios[l], down[l]);
}

}  // namespace

FOKKER_CLONES TwoSums steep_sums(const EdgeRun& run, double least) {
  double same[chunk], parts[chunk];
  TwoSums sums{};
  for (std::ptrdiff_t k = 0; k < run.length; k += chunk) {
    const int n = count(run, k);
    const double *ratios = ratios_at(run, run.ratios, k, same), *up = run.up + k, *down = run.down + k + run.stride;
    const double *m = run.masses + k, *next = m + run.stride;
    for (int l = 0; l < n; ++l) {
      const double a = up[l] * ratios[l], b = down[l];
      parts[l] = magnitude(a - b) > least * (a + b) ? 0.5 * (m[l] + next[l]) : 0.0;
    }
    sums[0] += sum(m, n);
    sums[1] += sum(parts, n);
  }
  return sums;
}

FOKKER_CLONES double weighted_sum(const EdgeRun& run, double too_little) {
  double same[chunk], both[chunk], z[chunk], all = 0;
  for (std::ptrdiff_t k = 0; k < run.length; k += chunk) {
    const int n = count(run, k);
    const double *m = run.masses + k, *next = m + run.stride;
    for (int l = 0; l < n; ++l) both[l] = m[l] + next[l] > too_little ? m[l] + next[l] : 0.0;
    if (!(sum(both, n) > 0)) continue;
    const double *ratios = ratios_at(run, run.ratios, k, same), *up = run.up + k, *down = run.down + k + run.stride;
    slopes(up, ratios, down, n, z);
    for (int l = 0; l < n; ++l) {
      const double a = up[l] * ratios[l], b = down[l], half = 0.5 * both[l];
      const double moving = magnitude((up[l] * m[l] - b * next[l]) / (a - b));  // not a number where a = b
      both[l] = z[l] != 0 ? magnitude(z[l]) * (moving < half ? moving : half) : 0.0;
    }
    all += sum(both, n);
  }
  return all;
}

FOKKER_CLONES double peaked_sum(const EdgeRun& run, double too_little) {
  double same[chunk], heavy[chunk], z[chunk], below[chunk], all = 0;
  for (std::ptrdiff_t k = 0; k < run.length; k += chunk) {
    const int n = count(run, k);
    const double* m = run.masses + k;
    for (int l = 0; l < n; ++l) heavy[l] = m[l] > too_little ? m[l] : 0.0;
    if (!(sum(heavy, n) > 0)) continue;
    const double *up = run.up + k, *down = run.down + k;
    slopes(up, ratios_at(run, run.ratios, k, same), down + run.stride, n, z);
    slopes(up - run.stride, ratios_at(run, run.ratios - 1, k, same), down, n, below);
    for (int l = 0; l < n; ++l) heavy[l] *= below[l] > z[l] ? below[l] - z[l] : 0.0;
    all += sum(heavy, n);
  }
  return all;
}

}  // namespace fokker
