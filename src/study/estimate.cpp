#include <algorithm>
#include <cmath>

#include "fokker/study/study.hpp"
#include "levels.hpp"
#include "time/checkpoints.hpp"

namespace fokker {

namespace {

/// Bytes of the forward score at every step, as write_score_table lays it out.
double score_file_bytes(const Grid& grid, double steps) {
  double nodes = 1;
  for (const Axis& axis : grid.axes()) nodes *= static_cast<double>(2 * axis.cells() + 1);
  return (steps + 1) * nodes * grid.dimension() * 8;
}

/// Bytes of the densities of a score at `steps` steps, of which `memory` may be taken.
double score_bytes(double cells, double steps, double memory) {
  const double whole = (steps + 1) * cells * 8;
  if (whole <= memory) return whole;
  const auto count = static_cast<std::size_t>(steps + 1);
  const std::size_t stride = checkpoint_stride(count, memory / (8 * cells));
  // what is kept, one stretch, and the last logs
  return (static_cast<double>((count + stride - 1) / stride + stride) + 4) * cells * 8;
}

/// Bytes of the paths and last positions of all runs, each row with its number.
double kept_particle_bytes(const ParticleRun& table, double d) {
  const double paths = std::min(static_cast<double>(table.steps) + 1, 1001.0) * static_cast<double>(table.paths) * d;
  const double samples = table.samples ? static_cast<double>(table.count) * (d + 1) : 0;
  return 8 * static_cast<double>(1 + table.reverse.size()) * (paths + samples);
}

/// Arrays of one number per cell that a solve holds: two rates per direction, masses, volumes and what a step copies;
/// with phi or a full tensor the cells' centres, with a tensor D, the drift and what they are split into, too; in a
/// reversal of a process with a time modulation, drift and diffusion on the faces. Where rates stand still, two shares
/// per direction beside the rates (most_cells_with_shares), but for lines that are all alike, which the grid tells
/// later: they count half.
double operator_arrays(const Problem& problem, double cells) {
  const Process& process = problem.process;
  const bool reversals = !problem.reversals.empty();
  const double d = process.dimension, directions = process.correlated ? 0.5 * d * (d + 1) : d;
  const bool stands = d > 1 && process.modulation && !process.modulation->rate &&
                      problem.forward.stepper != Stepper::exponential && cells <= most_cells_with_shares;
  const double masses = 5 + (stands ? directions : 0);
  if (process.correlated) return masses + 2 * directions + 0.5 * d * (d + 1) + d * d + 5 * d;
  return masses + 2 * directions + (process.discrete_potential || reversals ? d + 1 : 0) +
         (process.modulation && reversals ? 2 * d : 0);
}

/// Bytes of the states that a run leaves: each stands in memory as its file's image while it is written.
struct StateBytes {
  double forward = 0, reverse = 0, particles = 0;  ///< one state of a solve or of a run of particles, at its end
};

/// @param grid  bytes of an array on the finest grid
StateBytes state_bytes(const Problem& problem, double grid, double score) {
  StateBytes result;
  const auto snapshots = static_cast<double>(problem.time.snapshots.size());
  result.forward = (snapshots + 1) * grid + score;
  result.reverse = (snapshots + 1) * grid;
  if (!problem.particles) return result;
  const double d = problem.grid.dimension(), runs = problem.particles->step_bias ? 2 : 1;
  result.particles = 8 * (static_cast<double>(problem.particles->count) * d * runs +
                          snapshots * static_cast<double>(problem.grid.cells()) * (2 * runs - 1));
  return result;
}

/// The folder at its fullest: what each stage has left, and two older states of the largest.
double folder_bytes(const Problem& problem, const StateBytes& states, bool extrapolates) {
  const auto reversals = static_cast<double>(problem.reversals.size());
  const double levels = extrapolates ? 2 : 1;  // the finest, and the coarser ones together as much at most
  double sum = levels * (states.forward + reversals * states.reverse);
  if (problem.particles) sum += static_cast<double>(1 + problem.particles->reverse.size()) * states.particles;
  return sum + 2 * std::max({states.forward, states.reverse, states.particles});
}

/// Bytes of the times of so many steps, there and back.
double step_times_bytes(double steps) { return 2 * (8 + 1.0 / 8) * steps; }

/// Part of their size that counts of particles, `mean` per cell, take in the file. Those of 2^16 bytes and more are
/// packed (io/hdf5_packed.cpp) to the entropy of a Poisson law, 1/2 log2(2 pi e mean) bits, and one for what gzip does
/// not find, of 64. (The histogram, of the same numbers times a factor, takes five times that.)
double packed_part(double mean, double numbers) {
  return 8 * numbers < 0x1p16 ? 1 : (1 + 0.5 * std::log2(1 + 17 * mean)) / 64;
}

/// Bytes of names, axes, moments and the verification of so many solutions, as measured on files of few cells.
double layout_bytes(double solutions, double snapshots) { return 3e4 + (7e3 + 400 * snapshots) * solutions; }

}  // namespace

Estimate estimate(const CheckedProblem& checked, const RunOptions& options) {
  const Problem& problem = checked;
  const auto cells = static_cast<double>(problem.grid.cells());
  const auto snapshots = static_cast<double>(problem.time.snapshots.size());
  const auto reversals = static_cast<double>(problem.reversals.size());
  const double d = problem.grid.dimension();
  // adaptive runs of the examples take 100 to 600 steps
  const double steps = problem.time.steps ? static_cast<double>(*problem.time.steps) : 500;
  const bool keeps = options.keep_score || uses_forward_score(problem.reversals);
  const bool extrapolates = wants_extrapolation(problem);
  // the finest of the levels has twice the cells per axis and twice the steps
  const double finest = extrapolates ? std::pow(2, d) : 1;
  const double finest_steps = extrapolates ? 2 * steps : steps;
  const double densities = 1 + reversals + (has_exact_density(problem) ? 1 : 0);
  double stored = densities, kept = densities;  // arrays of the file, packed ones in part, and in memory
  Estimate result;
  result.file_bytes = layout_bytes(1 + reversals, snapshots);
  result.cell_steps = cells * steps * (1 + reversals) * (extrapolates ? 1 + 2 * finest + 0.5 / finest : 1);
  if (problem.particles) {
    const auto runs = static_cast<double>(1 + problem.particles->reverse.size());
    const bool coupled = problem.particles->step_bias;
    const double counts = coupled ? 3 : 1;
    const double packed = packed_part(static_cast<double>(problem.particles->count) / cells, snapshots * cells);
    kept += counts * runs;
    result.file_bytes += layout_bytes(2 * runs, snapshots) - layout_bytes(0, 0);
    stored += (counts * packed + std::min(1.0, 5 * packed)) * runs;
    result.particle_steps = runs * static_cast<double>(problem.particles->count) *
                            static_cast<double>(problem.particles->steps) * (coupled ? 1.5 : 1);
    result.memory_bytes += static_cast<double>(problem.particles->count) * d * 8 * (coupled ? 2 : 1) +
                           step_times_bytes(static_cast<double>(problem.particles->steps));
  }
  // a problem that is not text has its currents stored
  const double errors = (extrapolates ? 1 + reversals : 0) + (problem.text.empty() ? d * (1 + reversals) : 0);
  const double positions = problem.particles ? kept_particle_bytes(*problem.particles, d) : 0;
  result.file_bytes += snapshots * cells * 8 * (stored + errors) + positions;
  const double snapshot_bytes = snapshots * cells * 8 * (kept + errors) + positions;
  // program and libraries, as measured on runs that hold next to nothing
  constexpr double program = 18.5e6;
  result.memory_bytes += program + step_times_bytes(finest_steps);
  // while solving, snapshots and the operator; while writing, snapshots in memory and in the file's image
  const double grid_bytes = finest * cells * 8, solve_bytes = grid_bytes * operator_arrays(problem, finest * cells);
  result.memory_bytes += snapshot_bytes + std::max(solve_bytes, result.file_bytes + grid_bytes);
  if (extrapolates) result.memory_bytes += (finest + 1 / finest) * snapshots * cells * 8 * (1 + reversals);
  if (options.keep_score) {
    const double bytes = score_file_bytes(problem.grid, steps);
    result.file_bytes += bytes;
    result.memory_bytes += bytes;
  }
  const double unbounded = keeps ? finest * cells * finest_steps * 8 : 0;
  const double score = keeps ? score_bytes(finest * cells, finest_steps, options.score_memory) : 0;
  const StateBytes states = state_bytes(problem, grid_bytes, score);
  result.run_bytes = folder_bytes(problem, states, extrapolates);
  // while the state at the end of the forward solve, or that of particles, is written
  const double solving = program + solve_bytes;
  const auto peak = [&](double trajectory) {
    return std::max({result.memory_bytes + trajectory, solving + 2 * (states.forward - score + trajectory),
                     program + trajectory + result.file_bytes + 2 * states.particles});
  };
  result.unbounded_bytes = peak(unbounded);
  result.memory_bytes = peak(score);
  if (!keeps) return result;
  // each walk back computes it once more
  if (score < unbounded) result.cell_steps += cells * steps * reversals * (extrapolates ? 2 * finest : 1);
  return result;
}

}  // namespace fokker
