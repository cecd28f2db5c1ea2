// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/time/stepper.hpp"
#include "time/characteristics.hpp"
#include "time/cumulative.hpp"

namespace fokker {

/// Events in a block of lines.
struct RemapPart {
  CarriedLine all;
  bool carried = false;
};
/// Scratch memory that a stepper keeps from one remap to the next.
struct RemapScratch {
  Velocities velocities;
  std::vector<RemapPart> parts;
  Trace trace;                    ///< of points that are followed together
  Scratch faces;                  ///< of the blocks that are left
  std::vector<std::size_t> left;  ///< these blocks
};

/// Where a transport stands at a fraction of its step; at its ends the very times with which it was assembled.
double time_at(const Transport& transport, double fraction, double dt);

/// Times of a remap, and all mass that it moves (on several ranks that of all of them).
struct RemapSpan {
  double from, to, mass;
};

/// One remap along one axis, in rounds: lines whose characteristics are out of order wait for smaller substeps.
class Remap {
 public:
  /// @param stencils  of the transport's axis
  Remap(const Grid& grid, const SlopeStencils& stencils, const Transport& transport, const RemapSpan& span,
        RemapScratch& scratch);
  ~Remap();
  Remap(const Remap&) = delete;
  Remap& operator=(const Remap&) = delete;

  /// Carries what these substeps keep in order. @return whether all lines are carried
  bool carry(int threads, Array& masses);
  /// Halves the substeps.
  void refine();
  /// Times at which that asks for the velocity.
  std::vector<double> finer_times() const { return scratch_.velocities.finer_times(); }

 private:
  struct LineScratch;
  /// Carries the masses of one line, whose faces come from the points `start`.
  void carry_line(Eigen::Index cell, const ArrayIn& start, LineScratch& own, Array& masses, RemapPart& part) const;
  /// Carries the lines from `first` on whose faces come from `start`, unless more substeps may keep these in order.
  void carry_lines(Eigen::Index first, ArrayOut start, Array& masses, RemapPart& part) const;
  /// Carries a block of lines, followed alone.
  void carry_block(Eigen::Index first, Eigen::Index last, Array& masses, RemapPart& part) const;
  /// Carries all blocks that are left, followed together.
  void carry_together(int threads, Array& masses) const;

  const Grid& grid_;
  const SlopeStencils& stencils_;
  const Transport& transport_;
  const RemapSpan span_;
  const Axis& along_;
  const AxisLines lines_;
  RemapScratch& scratch_;
};

/// Carries cell masses along one axis from time `from` to time `to`: conservative semi-Lagrangian remap.
/// Each face is followed back along its characteristic, dX/dt = u(X, t), by fourth-order Runge-Kutta; the cumulative
/// mass of each line is interpolated there by a cubic (slopes from five faces) under a limiter that keeps masses
/// positive and their mean (CumulativeMass); differences give the new masses. Positive, conservative, without a limit
/// on the step; fourth order in h where the density is smooth and not limited. Boundaries: reflecting
/// ones stay where they are (zero flux), what passes absorbing ones goes to the ledger, periodic ones wrap. Where
/// characteristics cross even with 16 substeps (in tails without weight, whose score has kinks) the points are put in
/// order and the mass so moved counts as limited.
/// @throws Error{Fault::numerical} if the velocity is not finite, or if more than 1e-9 of the mass is so moved on a
/// line
/// References: Zerroukat, Wood and Staniforth, Q. J. R. Meteorol. Soc. 128 (2002) 2801; the limiter is in the manner of
/// Zalesak, J. Comput. Phys. 31 (1979) 335.
/// @param stencils  of the transport's axis
void remap(const Grid& grid, const SlopeStencils& stencils, const Transport& transport, double from, double to,
           int threads, RemapScratch& scratch, Array& masses, StepStatistics& statistics);

}  // namespace fokker
