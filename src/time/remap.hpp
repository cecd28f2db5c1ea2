#pragma once
#include <vector>

#include "fokker/time/stepper.hpp"
#include "time/characteristics.hpp"
#include "time/cumulative.hpp"

namespace fokker {

/// What happened in a block of lines.
struct RemapPart {
  double limited_mass = 0, zeroed_mass = 0, lower = 0, upper = 0;  ///< the last two: gone through the boundaries
  std::int64_t zeroed_cells = 0;
  bool carried = false;
};
/// What a stepper keeps room for from one remap to the next.
struct RemapScratch {
  Velocities velocities;
  std::vector<RemapPart> parts;
};

/// Carries cell masses along one axis from time `from` to time `to`: conservative semi-Lagrangian remap.
/// Each face is followed back along its characteristic, dX/dt = u(X, t), by fourth-order Runge-Kutta; the cumulative
/// mass of each line is interpolated there by a monotone cubic (slopes from five faces, limited to three times the
/// smaller of the two neighbouring densities); differences give the new masses. Positive, conservative, without a limit
/// on the step; fourth order in h where the density is smooth and its slopes are not limited. Boundaries: reflecting
/// ones stay where they are (zero flux), what passes absorbing ones goes to the ledger, periodic ones wrap. Where
/// characteristics cross even with 16 substeps (in tails without weight, whose score has kinks) the points are put in
/// order and the mass so moved counts as limited.
/// @throws Error{Fault::numerical} if the velocity is not finite, or if more than 1e-9 of the mass is so moved on a
/// line References: Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980) 238; Zerroukat, Wood and Staniforth, Q. J. R.
/// Meteorol. Soc. 128 (2002) 2801.
/// @param stencils  of the transport's axis
void remap(const Grid& grid, const SlopeStencils& stencils, const Transport& transport, double from, double to,
           int threads, RemapScratch& scratch, Array& masses, StepStatistics& statistics);

}  // namespace fokker
