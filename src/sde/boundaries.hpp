// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker::boundaries {

/// The two ends of one axis.
struct Ends {
  double lower;
  double upper;
  Boundary at_lower;
  Boundary at_upper;

  bool contain(double x) const { return x >= lower && x <= upper; }
  bool absorb() const { return at_lower == Boundary::absorbing || at_upper == Boundary::absorbing; }
};

std::vector<Ends> ends_of(const Grid& grid);

/// Number of entries outside the ends, non-finite ones included.
std::size_t count_outside(const Ends& ends, const double* x, std::size_t count);

/// Place to which the boundaries bring a finite position outside the ends: folded at reflecting boundaries as often as
/// it takes, wrapped at periodic ones; NaN where an absorbing boundary has taken it. The symmetrised scheme keeps weak
/// order 1 (Bossy, Gobet and Talay, J. Appl. Probab. 41 (2004) 877).
double bring_back(const Ends& ends, double x);

/// D e_k at a point of the box (d).
using Conormal = std::function<Vector(const Vector& point, int k)>;

/// Brings a finite position x (d) back into the box where the noise is correlated: at a reflecting boundary across axis
/// k, a position that lies delta behind it is moved by -2 delta gamma, gamma = D e_k / D_kk (along the boundary's
/// normal where D_kk = 0), all coordinates at once, until it is inside. That keeps J . n = 0, and for constant D it
/// reflects in coordinates in which the noise is not correlated, along the normal. gamma is taken where the particle
/// meets the boundary: the position moved back onto it by delta gamma. Weak order 1 (Bossy, Gobet and Talay, J. Appl.
/// Probab. 41 (2004) 877); where two boundaries meet the density is off by some percent within about sqrt(D dt) of
/// both, an area of order dt (chi-square distance from uniform 2.0e-3, 9.8e-4, 4.3e-4, 1.9e-4 at correlation .8 and dt
/// = .02, .01, .005, .0025 in the unit square). Reflections towards a box end after finitely many, since each shortens
/// the distance to its inner points (Motzkin and Schoenberg, Canad. J. Math. 6 (1954) 393).
/// @return false where an absorbing boundary has taken the particle
/// @throws Error{Fault::numerical} after 10000 reflections in one step
bool bring_back_along(const std::vector<Ends>& ends, const Conormal& conormal, Vector& x);

/// Probability that a path with the variance D_kk dt through x0 and, dt later, x1 (both within the ends) met an
/// absorbing boundary w between: exp(-2 (w - x0)(w - x1) / variance), the Brownian bridge; 0 below 2^-53, and 0 without
/// variance: a straight path between two places inside meets no boundary.
/// Reference: Gobet, Stoch. Proc. Appl. 87 (2000) 167.
double crossing_probability(const Ends& ends, double x0, double x1, double variance);

}  // namespace fokker::boundaries
