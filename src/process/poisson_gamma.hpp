// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Distribution of y ~ Gamma(shape + K) on one axis, K ~ Poisson(weight x), where x is a point or a normal number that
/// counts from 0 on. The sum over K becomes an integral over sqrt(K) above some hundred, which its smoothness allows:
/// the trapezoidal rule is right to rounding there.
class PoissonGamma {
 public:
  /// @param variance  0: x is the point `mean`
  PoissonGamma(double shape, double weight, double mean, double variance);

  /// Probabilities of y below and above a place, each to its own relative accuracy; they add up to total().
  struct Tails {
    double below = 0, above = 0;
  };
  Tails tails(double y) const;
  double total() const { return total_; }  ///< probability of x >= 0

 private:
  struct Node {
    double shape, mass;
  };
  std::vector<Node> nodes_;
  double total_ = 0;
};

}  // namespace fokker
