// SPDX-License-Identifier: MIT
#pragma once
#include <complex>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/generator/generator.hpp"

namespace fokker {

/// One eigenvalue of -L with its two eigenvectors, sum over cells of left times right = 1.
struct Mode {
  std::complex<double> eigenvalue;  ///< 1/time; its real part is the rate of decay, >= 0
  Eigen::ArrayXcd right;            ///< masses: what decays at this rate
  Eigen::ArrayXcd left;             ///< a function of the start, largest entry 1; NaN where it is not resolved
  double residual = 0;              ///< |L right + eigenvalue right| / |right|, L1, 1/time
  double condition = 1;  ///< |left| |right| / |left . right| in the natural norm: 1 in detailed balance, see below
};

/// The slowest modes.
struct Spectrum {
  std::vector<Mode> modes;        ///< by growing real part; a complex pair is one after the other, + first
  bool detailed_balance = false;  ///< then all eigenvalues are real
};

/// The slowest modes of a process. In detailed balance the symmetric matrix with sqrt(q_ij q_ji) off its diagonal is
/// solved by shifted Lanczos iteration, and each eigenvalue is taken from
///   lambda = sum over edges of (sqrt(q_ji) y_i - sqrt(q_ij) y_j)^2 + sum of leak y^2,  |y| = 1,
/// a sum without cancellation, whose error is quadratic in that of y; eigenvalues far below rounding of the largest
/// rate keep their digits. Where rounding of y shows, the first one is from inverse iteration on an Elimination.
/// Otherwise by shifted Arnoldi iteration on an Elimination. Beyond 5e9 multiplications, in
/// three dimensions, the shifted systems are solved by conjugate gradients or BiCGSTAB; Mode::residual has the outcome.
/// Condition numbers are taken with entries weighted by the stationary masses where there are any. Without exits the
/// first eigenvalue is exactly 0; with exits the first right vector, normalised to 1, is the quasi-stationary density
/// and its eigenvalue the escape rate.
/// @throws Error{Fault::problem} if count < 1 or above a third of the cells; Fault::numerical if the iteration does not
///         converge
/// @param generator  of the process
/// @param grid       of the cells, for messages
/// @param count      of modes; one more where it would cut a complex pair
/// @param stop       asked from time to time
/// @return count modes, or one more
Spectrum spectrum(const Generator& generator, const Grid& grid, int count, const StopToken& stop = {});

}  // namespace fokker
