// SPDX-License-Identifier: MIT
#pragma once
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/problem/problem.hpp"
#include "fokker/sde/simulate.hpp"
#include "fokker/verify/metrics.hpp"

namespace fokker {

/// From begin to end > begin.
struct TimeInterval {
  double begin = 0;  ///< first time
  double end = 1;    ///< last time
};

/// Cell averages (1/length^d) of a density on a grid.
struct Density {
  Grid grid;       ///< of the averages
  Array averages;  ///< one per cell, 1/length^d

  /// The law that is constant in each cell and 0 outside the grid. @return a law that starts another solve
  operator Law() const { return {grid.dimension(), piecewise_constant(grid, averages)}; }  // NOLINT
};

/// Cell averages (1/length^d) of a law on a grid, divided by their mass where the law is known up to a factor.
/// @param threads  0: all cores; the averages do not depend on it
/// @param grid     of the averages
/// @param law      any law
/// @return one average per cell
Array law_averages(const Grid& grid, const Law& law, int threads = 0);

/// How a process is solved on a grid.
struct SolveOptions {
  long snapshots = 11;                ///< equally spaced in time, both ends counted; >= 2
  std::optional<long> steps = {};     ///< fixed steps of equal length; empty: adaptive
  double tolerance = 1e-5;            ///< local L1 error of an adaptive step
  Flux flux = Flux::automatic;        ///< how the drift becomes rates
  Stepper stepper = Stepper::sdirk2;  ///< time step
  bool keep_steps = false;            ///< keep the density of every step, for the score
  Control control = {};               ///< threads, stop, progress, states
};

/// Densities of one process at the snapshots.
struct Solution {
  Grid grid;                             ///< of the densities
  std::vector<double> times;             ///< of the snapshots
  std::vector<Array> densities;          ///< cell averages, one per time
  StepStatistics statistics = {};        ///< of all steps
  std::optional<Score> kept_score = {};  ///< with SolveOptions::keep_steps

  /// Density at snapshot k.
  /// @param k  0 to times.size() - 1
  /// @return one average per cell
  /// @throws std::out_of_range for other k
  Density at(std::size_t k) const { return {grid, densities.at(k)}; }
  /// Density at the first snapshot. @return as at(0)
  Density first() const { return at(0); }
  /// Density at the last snapshot. @return as at(times.size() - 1)
  Density last() const { return at(densities.size() - 1); }
  /// Score of the densities, linear in time between the steps. @throws Error{Fault::usage} without keep_steps
  /// @return grad log p of the densities
  const Score& score() const;
};

/// Solves the Fokker-Planck equation of a process on a grid, with the checks of a Problem.
/// @param start  at times.begin: a mixture, another law, or a Density
/// @throws Error{Fault::problem} with what validate() finds; Error (numerical, interrupted)
/// @param process  any process of grid.dimension() coordinates
/// @param grid     cells and boundaries
/// @param times    of the solve
/// @param options  snapshots and steps
/// @return densities at the snapshots
Solution solve(const Process& process, const Grid& grid, const Law& start, TimeInterval times,
               const SolveOptions& options = {});

/// How particles of a process are simulated.
struct SimulateParticles {
  std::size_t count = 1'000'000;           ///< number of particles
  long steps = 1000;                       ///< of equal length
  Scheme scheme = Scheme::euler_maruyama;  ///< how a step is taken
  std::uint64_t seed = 1;                  ///< key of the random numbers
  std::uint32_t stream = 0;                ///< keeps the draws of different runs with one seed apart
  std::optional<Grid> box = {};            ///< boundaries that the particles meet; empty: unbounded space
  Control control = {};                    ///< threads, stop, progress
};

/// Moves particles of a process from a law at times.begin to times.end.
/// @param start  a mixture, or (drawn from the cells) any law where `box` is given
/// @throws Error{Fault::problem} if dimensions differ, there are no particles or steps, or the scheme cannot move the
///         process; Error (numerical, interrupted)
/// @param process  any process
/// @param times    of the simulation
/// @param options  number, steps and scheme of the particles
/// @return positions and counts at times.end
Ensemble simulate(const Process& process, const Law& start, TimeInterval times, const SimulateParticles& options = {});

/// Differences between a density and a second one, the target, on the same grid.
/// @throws Error{Fault::problem} if the grids have other cells
/// @param first   the density to check
/// @param target  the density to compare with
/// @return distances and differences of moments
Metrics compare(const Density& first, const Density& target);
/// Differences between particles and a density, as compare_particles.
/// @param target     the density to compare with
/// @param particles  at the same time
/// @return distances, tests and differences of moments
Metrics compare(const Density& target, const Ensemble& particles);

}  // namespace fokker
