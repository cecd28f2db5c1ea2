// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

#include "fv/line_weights.hpp"

namespace fokker {

/// A cell at an absorbing boundary at which the noise vanishes. Mass that flows out has the shape pi(x) R(x), R the
/// integral of 2 / (D pi) from the boundary to x, even where pi itself has no integral. Units are those of pi = D^-s at
/// the opposite face.
struct VanishingEnd {
  double outflow = 0;  ///< rate through the boundary, 1 / integral of pi R; 0 where no path reaches it
  double inward = 0;   ///< mean of R by this shape times that rate
  double rest = 0;     ///< R at the opposite face, less this mean
};

/// Nothing where there is noise at the boundary or where the integrals are not known.
std::optional<VanishingEnd> vanishing_end(const LineDensity& density, const Grid& grid, int axis, Eigen::Index cell,
                                          bool upper);

/// Rate through an absorbing boundary: 1 over the integral of pi times that of 2 / (D pi) from the boundary on where
/// the cell has structure that values at the face miss, else the rate with these.
double outflow_of(const CellIntegrals& cell, bool upper, double at_face);

}  // namespace fokker
