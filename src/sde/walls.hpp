#pragma once
#include <vector>

#include "fokker/grid/grid.hpp"

namespace fokker::walls {

/// The two ends of one axis.
struct Ends {
  double lower;
  double upper;
  Wall at_lower;
  Wall at_upper;

  bool contain(double x) const { return x >= lower && x <= upper; }
  bool absorb() const { return at_lower == Wall::absorbing || at_upper == Wall::absorbing; }
};

std::vector<Ends> ends_of(const Grid& grid);

/// Number of entries outside the ends, non-finite ones included.
std::size_t count_outside(const Ends& ends, const double* x, std::size_t count);

/// Place to which the walls bring a finite position outside the ends: folded at reflecting walls as often as it
/// takes, wrapped at periodic ones; NaN where an absorbing wall has taken it. The symmetrised scheme keeps weak
/// order 1 (Bossy, Gobet and Talay, J. Appl. Probab. 41 (2004) 877).
double bring_back(const Ends& ends, double x);

/// Probability that a path of noise g through x0 and, dt later, x1 (both within the ends) met an absorbing wall w
/// between: exp(-2 (w - x0)(w - x1) / (g^2 dt)), the Brownian bridge; 0 below 2^-53.
/// Reference: Gobet, Stoch. Proc. Appl. 87 (2000) 167.
double crossing_probability(const Ends& ends, double x0, double x1, double g, double dt);

}  // namespace fokker::walls
