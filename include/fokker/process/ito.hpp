// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>

#include "fokker/process/process.hpp"

namespace fokker {

/// Values of a coefficient at time t at n points: x (n x d) -> values (n x columns). Called for blocks of points from
/// any thread; it must not change anything that another call sees.
using Coefficient = std::function<void(double t, const PointsIn& x, PointsOut values)>;

/// The diffusion coefficient G of dx = a dt + G dw, d x m.
struct NoiseCoefficient {
  Matrix constant = {};  ///< G where it does not depend on x and t: d x m, d x 1 for one number per axis, 1 x 1 for all
  Coefficient values = {};  ///< else G: n x d (one number per axis), or n x (d m), entry (i, j) in column i m + j
  int columns = 0;          ///< m of a matrix; 0: one number per axis
  /// (div D)_i = sum_j d_j D_ij with D = G G^T, n x d, length/time; empty: central differences over 1e-5 max(1, |x|) to
  /// either side, which are right to about 1e-9 where D is smooth and need G that far beyond the grid.
  Coefficient divergence = {};
};

/// G = sigma on every axis, length/time^(1/2).
/// @param sigma  length/time^(1/2); any sign
/// @return G = sigma I
NoiseCoefficient constant_noise(double sigma);
/// G, d x m; or d x 1, one number per axis.
/// @param G  length/time^(1/2)
/// @return the same at every point and time
NoiseCoefficient constant_noise(const Matrix& G);
/// One number per axis, n x d.
/// @param values  writes G_ii, n x d, length/time^(1/2)
/// @return a diagonal G
NoiseCoefficient axis_noise(Coefficient values);
/// A d x m matrix at each point, entry (i, j) in column i m + j.
/// @param m       columns of G, >= 1
/// @param values  writes n x (d m), length/time^(1/2)
/// @return correlated noise
NoiseCoefficient matrix_noise(int m, Coefficient values);

/// Process dx = a(x, t) dt + G(x, t) dw in the sense of Ito, with D = G G^T and v = a - 1/2 div D. G may have any
/// number m of columns: the process depends on D alone. Where m < d columns of 0 are added; where m > d particles and
/// flows take the lower triangular root of D.
/// @throws Error{Fault::problem} if dimension < 1, the drift is empty, or the noise does not fit the dimension
/// Reference: Risken, The Fokker-Planck Equation (1996), section 3.4.
/// @param dimension  number of axes, d
/// @param drift      a(x, t), n x d, length/time
/// @param noise      G(x, t), length/time^(1/2)
/// @param name       of the process in messages and files
/// @return the process
Process ito_process(int dimension, const Coefficient& drift, const NoiseCoefficient& noise, std::string name = "ito");

}  // namespace fokker
