// SPDX-License-Identifier: MIT
#pragma once
#include <limits>

#include "fokker/core/types.hpp"

namespace fokker {

/// normal_interval of intervals one after the other: what is known of an end that two share is not evaluated again.
class NormalIntervals {
 public:
  explicit NormalIntervals(double std) : std_(std) {}
  double operator()(double lower, double upper);

 private:
  double std_;
  double edge_ = std::numeric_limits<double>::quiet_NaN(), tail_ = 0;  ///< in units of sqrt(2) std
};

/// Mass of N(0, std^2) on [lower, upper); std = 0 is a point mass, shared where it sits on an end.
double normal_interval(double lower, double upper, double std);

/// Mass of N(0, L L^T) on the box [lower, upper) (both d), L lower triangular. The last axis is integrated exactly
/// given the others, the others by Gauss-Legendre quadrature over pieces on which the integrand is smooth; relative
/// error below 1e-10 where the correlation stays below 0.999. A coordinate that is a combination of earlier ones (a
/// zero on the diagonal of L) narrows their range instead. Reference: Genz and Bretz, Computation of Multivariate
/// Normal and t Probabilities (2009), section 4.1.
double normal_box(const Vector& lower, const Vector& upper, const Matrix& L);

}  // namespace fokker
