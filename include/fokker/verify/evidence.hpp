// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fokker/grid/grid.hpp"
#include "fokker/process/frame.hpp"
#include "fokker/time/stepper.hpp"

namespace fokker {

/// Smallest observed order at which solutions approach their limit at second order.
inline constexpr double lowest_asymptotic_order = 1.7;
/// Largest one.
inline constexpr double highest_asymptotic_order = 2.6;

/// Brings row k of densities that several ranks keep, each its part; rank 0 asks while the others wait for it.
using RowSource = std::function<Array(std::size_t k)>;

/// A density that is in memory, or is brought for as long as this lives.
class DensityRow {
 public:
  /// @param rows    in memory; without numbers where `source` brings them
  /// @param source  of such rows; empty: there are none
  /// @param k       number of the row
  DensityRow(const std::vector<Array>& rows, const RowSource& source, std::size_t k) {
    if (source)
      brought_ = source(k);
    else
      held_ = &rows.at(k);
  }
  /// The density. @return lives as long as this and the rows
  const Array& operator*() const { return held_ ? *held_ : brought_; }

 private:
  const Array* held_ = nullptr;
  Array brought_;
};

/// Densities of one solve at the snapshot times, in process time, row k at times[k].
struct GridSolution {
  std::vector<Array> densities;  ///< cell averages; without numbers where ranks keep them, see density()
  StepStatistics statistics;     ///< of all steps
  double starting_mass = 1;      ///< mass the solve started from
  double outside_mass = 0;       ///< mass of the start outside the box
  /// Mass gone through the lower and upper boundary of each axis up to each snapshot, 2 d numbers; empty where no
  /// boundary absorbs.
  std::vector<Array> absorbed;
  std::vector<Array> absorption_rates;  ///< the same per time: the first-passage density; of a forward solve only
  /// Estimated error of each cell average, one row per snapshot, NaN where it is not estimated; empty where no error
  /// was asked for, and without numbers where ranks keep them, see error().
  std::vector<Array> errors;
  std::vector<double> orders;  ///< observed order at each snapshot, NaN where the solutions agree
  /// Estimated errors of `absorbed`, rows as `errors` has them; empty where nothing is absorbed or estimated.
  std::vector<Array> absorbed_errors = {};
  /// Probability currents in space, cells x d, one per snapshot (without rows: not reached); empty where the process is
  /// known from the text of the problem, and of no bridge.
  std::vector<Points> currents = {};
  std::int64_t replaced_cells = 0;  ///< cells where the extrapolant was negative and the finest solution stands
  double replaced_mass = 0;         ///< mass so added, the most over the snapshots
  std::string error_unknown = {};   ///< why `errors` cannot be relied on; empty where they can
  RowSource bring_density = {};     ///< where ranks keep the densities
  RowSource bring_error = {};       ///< where they keep the errors

  /// The density at a snapshot. @param k  its number @return cell averages
  DensityRow density(std::size_t k) const { return {densities, bring_density, k}; }
  /// That at the last one. @return cell averages
  DensityRow last_density() const { return density(densities.size() - 1); }
  /// The estimated errors at a snapshot. @param k  its number @return errors of the cell averages
  DensityRow error(std::size_t k) const { return {errors, bring_error, k}; }
};

/// Result before the time at which the reversal had to end (onto a point mass) are all NaN: not reached.
struct ReverseSolution {
  std::string name;                 ///< of the reversal
  double alpha = 1;                 ///< noise, at time.end
  bool starts_from_forward = true;  ///< q(0) = p(T): only then must it match the forward marginals
  std::int64_t score_cells = 0;     ///< cells of the score that lay below its floor
  GridSolution solution;            ///< its densities
};

/// The particles of a run moved along the same Brownian paths with steps twice as long, at one time.
struct CoarseCounts {
  Array counts;        ///< particles per cell
  double outside = 0;  ///< particles outside the grid or absorbed
  /// Particles per cell whose place at the full step count, and at half of it, are in one and the same group of cells
  /// (merged_cells): what the two counts have in common.
  Array shared;
  double shared_outside = 0;  ///< as shared, outside the grid
};

/// Particles counted on the grid at the snapshot times.
struct ParticleSolution {
  std::string name;                       ///< "forward" or the name of a reversal
  std::vector<Array> counts;              ///< particles per cell, per time
  std::vector<double> outside;            ///< particles outside the grid or absorbed, per time
  std::vector<Vector> means;              ///< d, length, per time
  std::vector<Matrix> covariances;        ///< d x d, length^2, per time
  double total = 0;                       ///< number of particles
  std::int64_t steps = 0;                 ///< of the run
  std::string scheme;                     ///< its name
  std::uint64_t seed = 0;                 ///< of the random numbers
  std::vector<CoarseCounts> coarse = {};  ///< one per time; empty where the bias of the step is not estimated
  int weak_order = 1;                     ///< of the scheme: expectations are off by a multiple of step^weak_order
  // Kept on request, in space and process time, NaN for particles that are absorbed.
  std::vector<double> path_times = {};  ///< increasing
  std::vector<Points> paths = {};       ///< the first particles at each of these times, n x d
  Points samples = {};                  ///< all particles at the end of the run, n x d
  double samples_time = 0;              ///< when that is
};

/// Particles that took the steps of a sampler, at its end, and its distribution.
struct SamplerParticles {
  ParticleSolution particles;  ///< "NAME/N", of one time
  Array density;               ///< cell averages
};

/// Everything that a run computed and that the checks use; the content of OUT.h5. In a moving frame, grid,
/// densities and moments are those of y = (x - centre)/scale.
struct Evidence {
  Grid grid;                                         ///< of all densities
  std::vector<double> times;                         ///< of the snapshots
  GridSolution forward;                              ///< the forward solve
  std::vector<Array> exact;                          ///< empty, or one per time
  std::vector<ReverseSolution> reversals;            ///< one per reversal
  std::optional<ParticleSolution> particles;         ///< forward particles
  std::vector<ParticleSolution> particle_reversals;  ///< reversed particles
  std::vector<FrameAt> frames = {};                  ///< empty (the grid is fixed), or one per time
  Array stationary = {};  ///< density that the last forward one must have; empty where it need not
  Array start = {};       ///< of particles on the grid, where its own spreads points; empty: the same
  std::vector<SamplerParticles> sampler_particles = {};  ///< at the first of the times
  std::vector<Array> bridge = {};  ///< marginals of the bridge that is solved: empty, or one per time
  RowSource bring_exact = {};      ///< where ranks keep the exact densities, which have no numbers then

  /// The exact density at a snapshot. @param k  its number @return cell averages
  DensityRow exact_density(std::size_t k) const { return {exact, bring_exact, k}; }
};

/// The solution of a reversal. @throws Error{Fault::internal} if there is none of this name
/// @param evidence  of a run
/// @param name      of the reversal
/// @return lives as long as the evidence
const ReverseSolution& reversal_named(const Evidence& evidence, const std::string& name);

}  // namespace fokker
