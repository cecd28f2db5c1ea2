// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>

#include "core/elementary.hpp"

namespace fokker {

/// D B(|w| / D), which is D |w| / (D (e^(|w| / D) - 1)); beyond 700 it is 0, as it is where D = 0.
[[gnu::always_inline]] inline double scaled_small(double D, double a) {
  const double z = a / D;                // nan for 0 / 0, inf for a / 0
  const double near = z <= 700 ? z : 0;  // a value that the exponential can take
  const double ratio = near > 0 ? near / elementary::exponential_minus_1(near) : 1.0;
  return z <= 700 ? D * ratio : 0.0;
}

/// D B(z) and D B(-z) at w = D z from the smaller of the two.
[[gnu::always_inline]] inline void scaled_pair(double small, double w, double& plus, double& minus) {
  const double large = small + std::abs(w);
  plus = w >= 0 ? small : large;
  minus = w >= 0 ? large : small;
}

}  // namespace fokker
