#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/process/process.hpp"
#include "fokker/sde/scheme.hpp"

namespace fokker {

/// Positions of particles at one time, n x d, length. A particle absorbed by a wall has NaN coordinates.
struct Ensemble {
  Points positions;
  double time = 0;
};

/// Independent draws from a mixture. Draw i depends on (seed, stream, i) alone; `stream` keeps the draws of
/// different runs apart, as in SimulateOptions.
Points sample(const GaussianMixture& law, std::size_t count, std::uint64_t seed, int threads, std::uint32_t stream = 0);
/// Independent draws from a density on a grid (normalised): a cell by its mass, then uniform within the cell.
Points sample(const Grid& grid, const Array& density, std::size_t count, std::uint64_t seed, int threads,
              std::uint32_t stream = 0);

/// Whole paths of the first particles: positions[i] (n x d) at times[i]; NaN once absorbed.
struct Paths {
  std::vector<double> times;
  std::vector<Points> positions;
};

struct SimulateOptions {
  Scheme scheme = Scheme::euler_maruyama;
  std::uint64_t seed = 1;
  std::uint32_t stream = 0;  ///< keeps the draws of different runs (forward, each reversal) apart
  /// Kind of the process's noise; empty: as seen at the grid's cell centres (4096 at most) at both ends and the middle.
  std::optional<NoiseKind> noise = {};
  std::size_t paths = 0;  ///< particles whose path is kept: at every step, or at 1001 evenly chosen ones
  Paths* kept = nullptr;  ///< where they go
  /// If given, gets a copy of the ensemble that moves along the same Brownian paths with steps twice as long: at the
  /// time of the ensemble whenever the observer is called. Observed indices and the last one must then be even.
  Ensemble* coarse = nullptr;
  /// Particles that one thread moves at a time, a multiple of 8; the default keeps their scratch in cache.
  std::size_t block = 512;
  ObserverState observed = {};  ///< what the observer gathers, for the states that control.states keeps
};

/// Called with the index of each observed time and the ensemble there.
using EnsembleObserver = std::function<void(std::size_t knot, const Ensemble& ensemble)>;

/// Moves particles along dx = a dt + G dw over the given step times (increasing), meeting the walls of `grid`:
/// reflecting walls fold, periodic ones wrap, absorbing ones remove (with the Brownian-bridge probability of a
/// crossing between two steps). A particle that starts outside the grid is removed too, whatever the wall: the
/// densities leave that mass out. The steps are those of the scheme; a stage of one that falls outside the box is
/// evaluated at its nearest point (wrapped where walls are periodic), so near walls weak order 1 is what is left. With
/// correlated noise a reflecting wall with normal n reflects along D n, which keeps J . n = 0; weak order 1 too, though
/// within about sqrt(D dt) of two walls at once densities are off by some percent.
/// Normals are Philox4x32-10 draws keyed by seed, particle, step, axis and stream, so results are bitwise the same
/// for every thread count and block. Goes on from control.states where the stage has left a state there, with the same
/// result to the last bit.
/// @param observed  observed[k]: call the observer at times[k]
/// @throws Error{Fault::problem} if dimensions or the lengths of the lists differ, times do not increase, or the
///         scheme cannot move the process (scheme_refusal);
///         Error{Fault::numerical} if a position stops being finite; Error{Fault::interrupted} on a stop
/// References: Salmon et al., SC11 (2011); Kloeden and Platen (1992), section 10.2.
void simulate(const Process& process, const Grid& grid, Ensemble& ensemble, const std::vector<double>& times,
              const std::vector<bool>& observed, const SimulateOptions& options, const EnsembleObserver& observer,
              const Control& control, const std::string& stage);

/// Number of particles per cell; those outside the grid or absorbed are `outside`.
struct Histogram {
  Array counts;  ///< one per cell, whole numbers
  double outside = 0;
  double total = 0;  ///< all particles, absorbed ones too
};
Histogram histogram(const Grid& grid, const Points& positions, int threads);
/// Counts, by their cell in `positions`, the particles that have cells of one group in both.
/// @param group_of_cell  one number per cell, then one for what lies outside
Histogram shared_histogram(const Grid& grid, const Points& positions, const Points& others,
                           const std::vector<std::int32_t>& group_of_cell, int threads);

/// Mean and covariance (divided by the number, not one less) of the positions that are not absorbed.
struct SampleMoments {
  Vector mean;
  Matrix covariance;
};
SampleMoments sample_moments(const Points& positions, int threads = 1);

}  // namespace fokker
