#pragma once
#include <optional>

#include "fokker/process/gaussian_mixture.hpp"

namespace fokker {

/// Law of a position: the masses of boxes, and the Gaussian mixture behind them where it is one (then marginals,
/// scores and draws are exact).
struct Law {
  /// @param mixture  the law itself
  Law(GaussianMixture mixture);  // NOLINT(google-explicit-constructor): a mixture is a law
  Law(int d, BoxMass masses) : dimension(d), box_mass(std::move(masses)) {}

  int dimension;
  std::optional<GaussianMixture> mixture;
  BoxMass box_mass;
  bool normalised = true;  ///< else box masses are only proportional to the law: their sum over the grid counts as 1
  bool wrapped = false;    ///< box masses go around the periodic axes of a grid; the mixture is that of unbounded space
};

/// Uniform law on the box [lower, upper], both d, length.
/// @throws Error{Fault::problem} if lower < upper does not hold along every axis
Law uniform_law(const Vector& lower, const Vector& upper);

/// Gamma law on (0, inf) per axis, density x^(shape-1) e^(-x/scale) / (Gamma(shape) scale^shape); shape, scale: d, > 0.
Law gamma_law(const Vector& shape, const Vector& scale);

/// Law proportional to `density` (>= 0, any unit) with box masses by Gauss-Legendre quadrature, five nodes per axis;
/// not normalised.
/// @throws Error{Fault::problem} from box_mass where the density is negative or not finite: names the point
Law density_law(int dimension, ScalarField density);

}  // namespace fokker
