// SPDX-License-Identifier: MIT
#pragma once

namespace fokker {

/// Law of a Brownian motion on [0, length] with reflecting ends, by what it would have without them: from `start`, mean
/// start + shift and variance `variance`, where shift / variance is the same at all times (a constant drift and noise,
/// or a common modulation in time).
struct ReflectedInterval {
  double length;    ///< > 0
  double start;     ///< in [0, length]
  double shift;     ///< any sign
  double variance;  ///< > 0

  /// Probability of [lower, upper) in [0, length], >= 0. Relative errors are small in the tails, too.
  double mass(double lower, double upper) const;
};

}  // namespace fokker
