// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/process/process.hpp"

namespace fokker {

/// Coefficients of a linear SDE dx = (A(t) x + b(t)) dt + G(t) dw at one instant, D = G G^T.
struct LinearCoefficients {
  Matrix A;
  Vector b;
  Matrix D;
};

/// Transition law from s to t by integrating the moment equations
///   Phi' = A Phi,  m' = A m + b,  C' = A C + C A^T + D
/// with an adaptive Dormand-Prince method (Boost.Odeint), local error `tolerance` relative and absolute.
/// @throws Error{Fault::numerical} with the time if a coefficient is not finite, or a pole keeps steps from ending
AffineLaw integrate_moments(const std::function<LinearCoefficients(double t)>& coefficients, double s, double t,
                            double tolerance = 1e-12);

/// The same law put together from those between the times: an integrator that chooses its own steps would step over a
/// pulse.
/// @param times  increasing
std::function<AffineLaw(double s, double t)> transition_in_pieces(std::function<AffineLaw(double s, double t)> law,
                                                                  std::vector<double> times);

}  // namespace fokker
