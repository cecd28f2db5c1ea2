// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/core/step_times.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/process/process.hpp"
#include "fokker/sde/scheme.hpp"

namespace fokker {

/// Positions of particles at one time, n x d, length. An absorbed particle has NaN coordinates.
struct Ensemble {
  Points positions;  ///< n x d, length
  double time = 0;   ///< process time
};

/// How many draws, and of which random numbers.
struct Draws {
  std::size_t count = 0;     ///< number of draws
  std::uint64_t seed = 1;    ///< key of the random numbers
  int threads = 0;           ///< 0: all cores; the draws do not depend on it
  std::uint32_t stream = 0;  ///< keeps the draws of different runs apart, as in SimulateOptions
  std::size_t first = 0;     ///< number of the first draw, even
};
/// Independent draws from a mixture, count x d. Draw i depends on (seed, stream, i) alone.
/// @param law    any mixture
/// @param draws  number, seed and stream
/// @return length
Points sample(const GaussianMixture& law, const Draws& draws);
/// Independent draws from a density on a grid (normalised): a cell by its mass, then uniform within the cell.
/// @throws Error{Fault::numerical} if a mass is negative or not finite, or all are 0
/// @param grid     of the density
/// @param density  cell averages, one per cell, 1/length^d
/// @param draws    number, seed and stream
/// @return count x d, length
Points sample(const Grid& grid, const Array& density, const Draws& draws);
/// Independent draws from a law: from a mixture, from a density with bounds by rejection in the box of the grid (at
/// least one proposal in a thousand is then accepted), from the cells of the grid elsewhere.
/// @param grid   of the law's coordinates
/// @param law    to draw from
/// @param draws  number, seed and stream
/// @return count x d, length
/// @throws Error{Fault::numerical} as above
Points sample(const Grid& grid, const Law& law, const Draws& draws);

/// Whole paths of the first particles: positions[i] (n x d) at times[i]; NaN once absorbed.
struct Paths {
  std::vector<double> times;      ///< increasing
  std::vector<Points> positions;  ///< one per time
};

/// Called with the index of each observed time and the particles there. @param doubled  see SimulateOptions; empty
/// without
using EnsembleObserver = std::function<void(std::size_t knot, const Ensemble& ensemble, const Ensemble& doubled)>;

/// The particles that one of several programs moves, each a range of one ensemble. No number depends on the ranges.
struct ParticlePart {
  std::size_t first = 0;  ///< number of the first particle at hand, even
  std::size_t whole = 0;  ///< particles of all programs; 0: those at hand are all
  /// Calls body(); where it throws in one of the programs, it throws that error in all. Empty: calls it.
  std::function<void(const std::function<void()>& body)> together = {};
};

/// How particles are moved.
struct SimulateOptions {
  Scheme scheme = Scheme::euler_maruyama;  ///< how a step is taken
  std::uint64_t seed = 1;                  ///< key of the random numbers
  std::uint32_t stream = 0;                ///< keeps the draws of different runs (forward, each reversal) apart
  /// Kind of the process's noise; empty: as seen at the grid's cell centres (4096 at most) at both ends and the middle.
  std::optional<NoiseKind> noise = {};
  std::size_t paths = 0;  ///< particles whose path is kept: at every step, or at 1001 evenly chosen ones
  /// Also run a coupled copy of the ensemble along the same Brownian paths, with doubled steps. The knots, and the last
  /// time, must then have even indices.
  bool coupled = false;
  /// Particles that one thread moves at a time, a multiple of 8; the default keeps their scratch in cache.
  std::size_t block = 512;
  EnsembleObserver observer = {};   ///< called at each knot
  ObserverState observed = {};      ///< what the observer gathers, for the states that control.states keeps
  Control control = {};             ///< threads, stop, progress, states
  std::string stage = "particles";  ///< name of the run in progress reports and states
  ParticlePart part = {};           ///< of an ensemble that several programs move
};

/// Particles at the last time.
struct Simulated {
  Ensemble ensemble;  ///< the particles
  Ensemble doubled;   ///< the coupled copy with doubled steps; empty without
  Paths paths;        ///< of the first particles, if asked for
};

/// Moves particles along dx = a dt + G dw over the given step times (increasing), meeting the boundaries of `grid`:
/// reflecting ones fold, periodic ones wrap, absorbing ones remove (with the Brownian-bridge probability of a
/// crossing between two steps). A particle that starts outside the grid is removed too, whatever the boundary: the
/// densities leave that mass out. The steps are those of the scheme; a stage of one that falls outside the box is
/// evaluated at its nearest point (wrapped on periodic axes), so near boundaries the scheme keeps weak order 1. With
/// correlated noise a reflecting boundary with normal n reflects along D n, which keeps J . n = 0; weak order 1 too,
/// though within about sqrt(D dt) of two boundaries at once densities are off by some percent.
/// Normals are Philox4x32-10 draws keyed by seed, particle, step, axis and stream, so results are bitwise the same
/// for every thread count and block. Resumes from options.control.states where the stage has left a state there, with
/// the same result to the last bit.
/// @param start  at steps.times.front()
/// @param steps  the observer is called at its knots
/// @throws Error{Fault::problem} if dimensions or the lengths of the lists differ, times do not increase, or the
///         scheme cannot move the process (scheme_refusal);
///         Error{Fault::numerical} if a position stops being finite; Error{Fault::interrupted} on a stop
/// References: Salmon et al., SC11 (2011); Kloeden and Platen (1992), section 10.2.
/// @param process  in the coordinates of the grid
/// @param grid     its boundaries act on the particles
/// @param options  scheme, random numbers, observer
/// @return particles at steps.times.back(), and their paths
Simulated simulate(const Process& process, const Grid& grid, Ensemble start, const StepTimes& steps,
                   const SimulateOptions& options = {});

/// A grid that no particle leaves.
/// @param dimension  number of axes, d
/// @return two cells per axis
Grid unbounded(int dimension);

/// Number of particles per cell; those outside the grid or absorbed are `outside`.
struct Histogram {
  Array counts;        ///< one per cell, whole numbers
  double outside = 0;  ///< outside the grid or absorbed
  double total = 0;    ///< all particles, absorbed ones too
};
/// Counts positions (n x d) in the cells of a grid.
/// @param grid       of the cells
/// @param positions  n x d, length; NaN: absorbed
/// @param threads    0: all cores; counts do not depend on it
/// @return counts, and the numbers outside and in all
Histogram histogram(const Grid& grid, const Points& positions, int threads);
/// Counts, by their cell in `positions`, the particles that have cells of one group in both.
/// @param group_of_cell  one number per cell, then one for what lies outside
/// @param grid           of the cells
/// @param positions      n x d
/// @param others         n x d
/// @param threads        0: all cores; counts do not depend on it
/// @return counts, and the numbers outside and in all
Histogram shared_histogram(const Grid& grid, const Points& positions, const Points& others,
                           const std::vector<std::int32_t>& group_of_cell, int threads);

/// Mean and covariance (divided by the number, not one less) of the positions that are not absorbed.
struct SampleMoments {
  Vector mean;        ///< d, length
  Matrix covariance;  ///< d x d, length^2
};
/// What is left of blocks of 1024 positions, of which `joined_moments` makes moments: rows of parts of an ensemble, one
/// part after the other, give those of the whole to the last bit where the parts are of whole blocks.
/// @param positions  n x d, length; NaN: absorbed
/// @param threads    0: all cores; no number depends on it
/// @return a row per block: number, mean (d), scatter (d x d)
Points moments_of_blocks(const Points& positions, int threads);
/// Moments of the positions of some blocks.
/// @param blocks  as moments_of_blocks gives them
/// @return mean and covariance
SampleMoments joined_moments(const Points& blocks);
/// Moments of positions, n x d.
/// @param positions  n x d, length; NaN: absorbed
/// @param threads    0: all cores; moments do not depend on it
/// @return mean and covariance
SampleMoments sample_moments(const Points& positions, int threads = 1);

}  // namespace fokker
