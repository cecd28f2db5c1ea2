// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>

#include "fokker/score/score.hpp"
#include "fokker/sde/simulate.hpp"
#include "fokker/time/integrate.hpp"
#include "fokker/verify/evidence.hpp"

namespace fokker {

/// What comes in during a reversal: what left the forward solve through absorbing boundaries.
struct Entering {
  const Grid& grid;    ///< of the forward solve, with these boundaries
  Flux flux;           ///< of the forward solve
  const Score& score;  ///< the forward one, of this rank's part
};

/// A solve on a grid that several ranks do together.
struct SharedSolve {
  const Process& process;  ///< in the coordinates of the grid
  const Grid& grid;        ///< the whole grid
  Flux flux;               ///< how the drift becomes rates
  /// Cell averages of the whole grid at times.front(), >= 0; asked for on the rank that leads alone.
  const std::function<Array()>& start;
  const StepTimes& times;           ///< fixed steps, or the ends between which steps are adaptive
  bool adaptive;                    ///< whether steps are chosen by step doubling
  const IntegrateOptions& options;  ///< stepper, limits, control
  /// Of a reversal: the process on a part of the grid by a score there; empty: `process` on every part.
  std::function<Process(const Grid& part, const Score& score)> reversed = {};
  const Score* score = nullptr;        ///< of a reversal, of this rank's part where it has a log_density
  double end = 0;                      ///< of a reversal: process time at which tau is 0
  const Entering* entering = nullptr;  ///< of a reversal between absorbing boundaries, whose own grid reflects
  /// What the edges of correlated noise carry, where steps choose between them and flows; empty: they take edges.
  std::optional<EdgesCarry> flows = {};
};

/// Particles that several ranks move together. Ranges are of whole blocks of moments_of_blocks(), in the order of
/// ranks.
struct SharedParticles {
  /// The particles of this rank, of so many: its ParticlePart::first, and their number.
  std::function<std::pair<std::size_t, std::size_t>(std::size_t whole)> range;
  /// As simulate(), of this rank's particles.
  std::function<Simulated(const Process& process, const Grid& box, Ensemble start, const StepTimes& steps,
                          const SimulateOptions& options)>
      simulate;
  /// Adds up whole numbers over the ranks, in place.
  std::function<void(Array& numbers)> sum;
  /// The rows of all ranks, one rank after the other, on the rank that leads; nothing on the others.
  std::function<Points(const Points& here)> rows;
};

/// What several ranks do together, each with its part of a grid.
struct SharedSolver {
  /// Gives the densities to `keep`, or the ranks that hold whole ones those, the others as many without numbers.
  std::function<Integration(const SharedSolve& solve)> solve;
  /// Whether this rank looks at densities of the whole grid: the one that leads always does.
  bool holds_whole = true;
  /// Takes the densities of a solve on a grid, of which each rank has its part, and leaves them without numbers. Empty
  /// where ranks hold whole densities; nothing is taken then.
  std::function<RowSource(const Grid& grid, std::vector<Array>& densities)> keep;
  /// Of the rank that leads, within lead(): cuts up rows of the whole grid, one after the other.
  std::function<RowSource(const Grid& grid, std::size_t count, const std::function<Array(std::size_t k)>& row)> cut;
  /// Calls its argument on the rank that leads alone, where the sources of rows can be asked meanwhile. Its error is
  /// that of all.
  std::function<void(const std::function<void()>& body)> lead;
  /// Calls its argument on every rank; where that throws an Error on some, all throw it.
  std::function<void(const std::function<void()>& body)> together;
  /// The answer of the rank that leads, on all.
  std::function<bool(bool here)> agreed;
  /// The part of a grid whose masses this rank has.
  std::function<Grid(const Grid& grid)> part;
  /// The sum of a count over the parts of a grid.
  std::function<std::size_t(const Grid& grid, std::size_t here)> count;
  /// Gives every rank the cells of the whole grid.
  std::function<Array(const Grid& grid, const Array& part)> whole;
  /// Bytes for the densities of a score on this rank's part, of so many: the same share on all ranks, so that all keep
  /// those of the same steps.
  std::function<double(const Grid& grid, double bytes)> memory;
  /// Takes steps of a forward solve again, from masses of this rank's part; keeps what it needs of the solve.
  std::function<std::function<void(double t, double end, Array& masses)>(const SharedSolve& solve)> again;
  SharedParticles particles;  ///< those of a run
};

}  // namespace fokker
