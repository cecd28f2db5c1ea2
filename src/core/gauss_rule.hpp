// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

namespace fokker {

/// Gauss-Legendre quadrature on [0, 1]: the integral of f is about sum of weight[i] f(place[i]), exact for polynomials
/// of degree 2 n - 1. Reference: Abramowitz and Stegun, Handbook of Mathematical Functions, 25.4.30.
struct GaussRule {
  std::vector<double> place, weight;

  explicit GaussRule(int points);
};

}  // namespace fokker
