// SPDX-License-Identifier: MIT
#include "process/mixture_score.hpp"

#include <cmath>
#include <limits>

#include "core/elementary.hpp"

// Loops run over points, column by column, in pieces that stay in cache: particles spend most of a reversed step here.
namespace fokker {
namespace {

struct Columns {
  const double* data;
  long stride;
  const double* operator[](int k) const { return data + k * stride; }
};

/// y = L^-1 (x - m), columns of kMixturePoints.
[[gnu::always_inline]] inline void whiten(const MixtureComponent& c, int d, Columns x, int n, double* __restrict y) {
  for (int i = 0; i < d; ++i) {
    const double* from = x[i];
    double* to = y + i * kMixturePoints;
    const double mean = c.mean[i], per_pivot = 1 / c.factor[i + d * i];
    if (i == 0) {
      for (int p = 0; p < n; ++p) to[p] = (from[p] - mean) * per_pivot;
      continue;
    }
    for (int p = 0; p < n; ++p) to[p] = from[p] - mean;
    for (int j = 0; j < i; ++j) {
      const double entry = c.factor[i + d * j];
      const double* other = y + j * kMixturePoints;
      for (int p = 0; p < n; ++p) to[p] -= entry * other[p];
    }
    for (int p = 0; p < n; ++p) to[p] *= per_pivot;
  }
}

/// score -= share L^-T y; y becomes L^-T y.
[[gnu::always_inline]] inline void pull(const MixtureComponent& c, int d, const double* __restrict share,
                                        double* __restrict y, double* __restrict score, long stride, int n) {
  for (int i = d - 1; i >= 0; --i) {
    double* own = y + i * kMixturePoints;
    double* to = score + i * stride;
    for (int j = i + 1; j < d; ++j) {
      const double entry = c.factor[j + d * i];
      const double* other = y + j * kMixturePoints;
      for (int p = 0; p < n; ++p) own[p] -= entry * other[p];
    }
    const double per_pivot = 1 / c.factor[i + d * i];
    for (int p = 0; p < n; ++p) {
      own[p] *= per_pivot;
      to[p] -= share[p] * own[p];
    }
  }
}

/// log[p] = log of a component's density at point p, but for terms that all share.
[[gnu::always_inline]] inline void component_logs(const MixtureComponent& c, int d, Columns x, int n,
                                                  double* __restrict y, double* __restrict log) {
  whiten(c, d, x, n, y);
  for (int p = 0; p < n; ++p) log[p] = c.constant - 0.5 * (y[p] * y[p]);
  for (int i = 1; i < d; ++i) {
    const double* yi = y + i * kMixturePoints;
    for (int p = 0; p < n; ++p) log[p] -= 0.5 * (yi[p] * yi[p]);
  }
}

/// Turns the logs of two components into shares with one exponential: that of the smaller over the larger.
[[gnu::always_inline]] inline void share_two(double* __restrict first, double* __restrict second, int n) {
  for (int p = 0; p < n; ++p) {
    const double difference = second[p] - first[p];
    const double less = elementary::exponential(-std::abs(difference)), more = 1 / (1 + less);
    first[p] = difference > 0 ? less * more : more;
    second[p] = difference > 0 ? more : less * more;
  }
}

/// Turns the logs of components into shares. @param largest, total  scratch
[[gnu::always_inline]] inline void share(double* logs, int count, double* __restrict largest, double* __restrict total,
                                         int n) {
  for (int p = 0; p < n; ++p) largest[p] = -std::numeric_limits<double>::infinity();
  for (int k = 0; k < count; ++k) {
    const double* __restrict log = logs + k * kMixturePoints;
    for (int p = 0; p < n; ++p) largest[p] = log[p] > largest[p] ? log[p] : largest[p];
  }
  for (int p = 0; p < n; ++p) total[p] = 0;
  for (int k = 0; k < count; ++k) {
    double* __restrict log = logs + k * kMixturePoints;
    for (int p = 0; p < n; ++p) {
      log[p] = elementary::exponential(log[p] - largest[p]);
      total[p] += log[p];
    }
  }
  for (int p = 0; p < n; ++p) total[p] = 1 / total[p];
  for (int k = 0; k < count; ++k) {
    double* __restrict log = logs + k * kMixturePoints;
    for (int p = 0; p < n; ++p) log[p] *= total[p];
  }
}

}  // namespace

FOKKER_CLONES void mixture_score(const MixtureComponent* components, int count, int dimension, const double* x,
                                 long x_stride, double* score, long score_stride, int n, double* scratch) {
  const Columns points{x, x_stride};
  double* const y = scratch + 2 * kMixturePoints;
  double* const shares = y + dimension * kMixturePoints;
  for (int k = 0; k < count; ++k) component_logs(components[k], dimension, points, n, y, shares + k * kMixturePoints);
  if (count == 2)
    share_two(shares, shares + kMixturePoints, n);
  else
    share(shares, count, scratch, scratch + kMixturePoints, n);
  for (int i = 0; i < dimension; ++i)
    for (int p = 0; p < n; ++p) score[i * score_stride + p] = 0;
  for (int k = 0; k < count; ++k) {
    whiten(components[k], dimension, points, n, y);
    pull(components[k], dimension, shares + k * kMixturePoints, y, score, score_stride, n);
  }
}

}  // namespace fokker
