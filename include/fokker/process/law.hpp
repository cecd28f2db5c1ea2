// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <optional>

#include "fokker/expression/expression.hpp"
#include "fokker/process/gaussian_mixture.hpp"

namespace fokker {

/// A density (up to its factor) that is known everywhere, with bounds on every box.
struct BoundedDensity {
  ScalarField value;  ///< n values, >= 0
  Enclosure bounds;   ///< on a box
};

/// Law of a position: the masses of boxes, and the Gaussian mixture behind them where it is one (then marginals,
/// scores and draws are exact).
struct Law {
  /// @param mixture  the law itself
  Law(GaussianMixture mixture);  // NOLINT(google-explicit-constructor): a mixture is a law
  /// Law in d dimensions from the masses of boxes.
  /// @param d       number of coordinates
  /// @param masses  of boxes, n x d corners
  Law(int d, BoxMass masses) : dimension(d), box_mass(std::move(masses)) {}

  int dimension;                                  ///< number of coordinates, d
  std::optional<GaussianMixture> mixture;         ///< where the law is one
  BoxMass box_mass;                               ///< mass of boxes
  std::shared_ptr<const BoundedDensity> density;  ///< where known: draws are exact in the box of a grid
  bool normalised = true;  ///< else box masses are only proportional to the law: their sum over the grid counts as 1
  bool wrapped = false;    ///< box masses go around the periodic axes of a grid; the mixture is that of unbounded space
};

/// Uniform law on the box [lower, upper], both d, length.
/// @throws Error{Fault::problem} if lower < upper does not hold along every axis
/// @param lower  lower corner
/// @param upper  upper corner
/// @return the law
Law uniform_law(const Vector& lower, const Vector& upper);

/// Gamma law on (0, inf) per axis, density x^(shape-1) e^(-x/scale) / (Gamma(shape) scale^shape); shape, scale: d, > 0.
/// @param shape  exponents + 1, d, > 0
/// @param scale  d, > 0, length
/// @return the law
Law gamma_law(const Vector& shape, const Vector& scale);

/// Beta law on [0, 1] per axis, density proportional to x^(lower-1) (1-x)^(upper-1); lower, upper: d, > 0.
/// @param lower  exponents at 0
/// @param upper  exponents at 1
/// @return the law
Law beta_law(const Vector& lower, const Vector& upper);

/// Law proportional to `density` (>= 0, any unit) with box masses by Gauss-Legendre quadrature, five nodes per axis;
/// not normalised. Structure narrower than the boxes is missed.
/// @throws Error{Fault::problem} from box_mass where the density is negative or not finite: names the point
/// @param dimension  number of coordinates, d
/// @param density    n values at n x d points
/// @return the law, not normalised
Law density_law(int dimension, ScalarField density);

/// The same with bounds of the density: boxes are bisected, best first, where a part may hide more than 1e-6 of the
/// mass of all boxes (at most 4 parts per box and 20000), so that structure narrower than the boxes is integrated
/// right.
/// @param dimension  number of coordinates, d
/// @param density    values and bounds
/// @return the law, not normalised
Law density_law(int dimension, BoundedDensity density);
/// Law proportional to a formula at time t, with its interval enclosures as bounds.
/// @param formula  in the axes and t, >= 0
/// @param t        time
/// @return the law, not normalised
Law density_law(const Expression& formula, double t);

/// The integral of a density over all boxes, as `density_law` computes it.
struct DensityIntegral {
  double total = 0;   ///< over all boxes
  double hidden = 0;  ///< largest share of it that may have been missed in one place
  double narrow = 0;  ///< share of it in boxes of which it fills less than two fifths, by its largest value there
};
/// Integral of a density over boxes, n x d each.
/// @param density  value and bounds
/// @param lower    lower corners, length
/// @param upper    upper corners, length
/// @return integral and its shares that may be wrong
DensityIntegral integral(const BoundedDensity& density, const PointsIn& lower, const PointsIn& upper);

}  // namespace fokker
