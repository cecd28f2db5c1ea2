// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "coarse.hpp"
#include "fokker/study/study.hpp"
#include "study/operator_size.hpp"
#include "study/score_maps.hpp"
#include "study/score_study.hpp"
#include "study/shared_solves.hpp"
#include "study/state_size.hpp"

namespace fokker {

namespace {

/// Bytes of the forward score at every step, as write_score_table lays it out.
double score_file_bytes(const Grid& grid, double steps) {
  double nodes = 1;
  for (const Axis& axis : grid.axes()) nodes *= static_cast<double>(2 * axis.cells() + 1);
  return (steps + 1) * nodes * grid.dimension() * 8;
}

/// Bytes of the paths and last positions of all runs, each row with its number.
double kept_particle_bytes(const ParticleRun& table, double d) {
  const double paths = std::min(static_cast<double>(table.steps) + 1, 1001.0) * static_cast<double>(table.paths) * d;
  const double samples = table.samples ? static_cast<double>(table.count) * (d + 1) : 0;
  return 8 * static_cast<double>(1 + table.reverse.size()) * (paths + samples);
}

/// Arrays of one number per cell that a solve holds: two rates per direction, masses, volumes and what a step copies;
/// with phi or a full tensor the cells' centres, with a tensor D, the drift and what they are split into, too; in a
/// reversal of a process with a time modulation, drift and diffusion on the faces. Each direction of correlated noise
/// has its weights, too. Where rates stand still, two shares per direction beside the rates (most_cells_with_shares),
/// but for lines that are all alike, which only assembly finds: they count half.
double operator_arrays(const Problem& problem, double directions, double cells, const CarriedAxes& axes) {
  const Process& process = problem.process;
  const bool reversals = !problem.reversals.empty();
  const double d = process.dimension;
  const bool stands = d > 1 && process.modulation && !process.modulation->rate &&
                      problem.forward.stepper != Stepper::exponential && cells <= most_cells_with_shares;
  const double masses = 5 + (stands ? directions : 0);
  if (process.correlated) return masses + 3 * directions + d * d + 5 * d + deposit_arrays(problem);
  const double carried = (stands ? 4 : 2) * axes.at_start;
  return masses + carried + 2 * directions + (process.discrete_potential || reversals ? d + 1 : 0) +
         (process.modulation && reversals ? 2 * d : 0);
}

/// Bytes of the times of so many steps, there and back.
double step_times_bytes(double steps) { return 2 * (8 + 1.0 / 8) * steps; }

/// Part of their size that counts of particles, `mean` per cell, take in the file. Those of 2^16 bytes and more are
/// packed (io/hdf5_packed.cpp) to the entropy of a Poisson law, 1/2 log2(2 pi e mean) bits, and one for what gzip does
/// not find, of 64. (The histogram, of the same numbers times a factor, takes five times that.)
double packed_part(double mean, double numbers) {
  return 8 * numbers < 0x1p16 ? 1 : (1 + 0.5 * std::log2(1 + 17 * mean)) / 64;
}

/// Densities of the samplers; each group has names and columns, as measured on files of few cells.
double sampler_bytes(const Problem& problem, double cells) {
  double bytes = 0;
  for (const SamplerRun& run : problem.samplers) bytes += 2.5e4 + 8 * cells * static_cast<double>(run.steps.size());
  return bytes;
}

/// Bytes of names, axes, moments and the verification of so many solutions, as measured on files of few cells.
double layout_bytes(double solutions, double snapshots) { return 3e4 + (7e3 + 400 * snapshots) * solutions; }

/// Data shared by the parts of an estimate.
struct Sizes {
  double cells, snapshots, reversals, d, steps;
  double solves_per_step;  ///< those of an adaptive step, or their work
  bool keeps;              ///< the density of every step, for a score
  bool extrapolates;
  double finest = 1;  ///< cells of the finest level over those of the problem
  double finest_steps;
  double coarse = 0;          ///< cells times steps of all solves for the error, over those of the problem
  double largest_coarse = 0;  ///< of the largest of them
  double ranks = 1;           ///< that share the solves out
  double coarse_cells = 0;    ///< of all of them together
  bool errors = false;        ///< whether plain solutions have error estimates
  bool keeps_parts = false;   ///< ranks their parts of the densities
  double array_bytes() const { return snapshots * cells * 8; }  ///< of one density at all snapshots
};

/// Adaptive runs of examples and cases take 100 to 1400 steps.
constexpr double assumed_steps = 500;

/// Work of a step per cell, in that of a step along one line, and of an adaptive step thrice that: it is made again in
/// two halves.
double step_work(const Problem& problem, const CarriedAxes& carried) {
  const double whole = steps_relative_cost(problem, carried);
  return problem.time.steps ? whole : 3 * whole;
}

void add_coarse_solves(const Problem& problem, Sizes& sizes) {
  sizes.errors = problem.forward.error_estimate;
  if (!sizes.errors) return;
  const auto work = [&](double ratio) { return std::pow(ratio, sizes.d + 1); };
  sizes.coarse = work(0.5) + work(0.25);
  sizes.largest_coarse = work(0.5);
  sizes.coarse_cells = std::pow(0.5, sizes.d) + std::pow(0.25, sizes.d);
  if (problem.process.transition) return;
  const double part = part_beside_halves(problem.grid).of_one();
  sizes.largest_coarse = work(part);
  sizes.coarse += sizes.largest_coarse;
  sizes.coarse_cells += std::pow(part, sizes.d);
}

Sizes sizes_of(const Problem& problem, const RunOptions& options, const CarriedAxes& carried) {
  const double steps = problem.time.steps ? static_cast<double>(*problem.time.steps) : assumed_steps;
  Sizes sizes{.cells = static_cast<double>(problem.grid.cells()),
              .snapshots = static_cast<double>(problem.time.snapshots.size()),
              .reversals = static_cast<double>(problem.reversals.size()),
              .d = static_cast<double>(problem.grid.dimension()),
              .steps = steps,
              .solves_per_step = step_work(problem, carried),
              .keeps = options.keep_score || uses_forward_score(problem.reversals) || needs_forward_truth(problem),
              .extrapolates = wants_extrapolation(problem),
              .finest_steps = steps,
              .ranks = static_cast<double>(options.ranks),
              .keeps_parts = options.ranks > 1 && keeps_parts(problem)};
  add_coarse_solves(problem, sizes);
  if (!sizes.extrapolates) return sizes;
  sizes.finest = std::pow(2, sizes.d);
  sizes.finest_steps = 2 * steps;
  return sizes;
}

/// Share of the particles.
struct ParticleSizes {
  double stored = 0, kept = 0;  ///< arrays of a number per cell and snapshot, in the file (packed) and in memory
  double layout = 0, positions = 0, memory = 0;  ///< bytes
  double steps = 0;
};

ParticleSizes particle_sizes(const Problem& problem, const Sizes& sizes) {
  ParticleSizes result;
  if (!problem.particles) return result;
  const ParticleRun& table = *problem.particles;
  const auto runs = static_cast<double>(1 + table.reverse.size()), count = static_cast<double>(table.count),
             steps = static_cast<double>(table.steps);
  const double counts = table.step_bias ? 3 : 1;
  const double packed = packed_part(count / sizes.cells, sizes.snapshots * sizes.cells);
  result.stored = (counts * packed + std::min(1.0, 5 * packed)) * runs;
  result.kept = counts * runs;
  result.layout = layout_bytes(2 * runs, sizes.snapshots) - layout_bytes(0, 0);
  result.positions = kept_particle_bytes(table, sizes.d);
  result.memory = count * sizes.d * 8 * (table.step_bias ? 2 : 1) + step_times_bytes(steps);
  result.steps = runs * count * steps * (table.step_bias ? 1.5 : 1);
  return result;
}

/// Bytes of the masses that ranks exchange, of log p in a reversal, and of the volumes of the whole grid on rank 0,
/// where that holds whole densities; of log p and its slopes at the five times of a step where remaps ask for them; of
/// the graphs between lines of correlated noise, 20 for a cell and two for each offset that is no axis.
double exchange_bytes(const Problem& problem, const Sizes& sizes, double grid, double directions) {
  if (sizes.ranks <= 1) return 0;
  const double slopes = carries_by_forward_score(problem) ? 5 * (1 + sizes.d) : 0;
  const double graphs = problem.process.correlated ? 5 * std::max(directions - sizes.d, 0.0) : 0;
  return grid * ((sizes.keeps_parts ? 0 : 1) + slopes + ((sizes.reversals > 0 ? 4 : 2) + graphs) / sizes.ranks);
}

/// Whether rows of so many bytes go to the disk as they are written (ImageBytes::long_row), and no image has them.
bool goes_to_disk(double row) { return row >= 0x1p20; }

/// Bytes of what a state adds to the memory of a solve: rows of which the solve has no other copy (of several ranks,
/// each its part), what rank 0 gathers at once, and the image of short rows.
double state_memory(const Sizes& sizes, double state, double grid) {
  const double at_once = sizes.ranks > 1 ? std::min(grid, 16.0 * StateView::gathered_numbers) : 0;
  return (state - grid) / sizes.ranks + at_once + (goes_to_disk(grid) ? 0 : state + (sizes.ranks > 1 ? 0 : grid));
}

/// log h at every step of a bridge, while the largest coarse solve has its own; the finest has more steps, too.
double bridge_bytes(const Problem& problem, const Sizes& sizes) {
  if (!problem.bridged) return 0;
  const double steps = static_cast<double>(problem.tables.bridge->steps);
  return 8 * sizes.cells * steps * (sizes.extrapolates ? 1 + 2 * sizes.finest : 1 + sizes.largest_coarse);
}

/// Steps of all cells; each reversal computes a score again of which a part was not kept.
double cell_steps(const Sizes& sizes, bool recomputes) {
  const double forward = sizes.cells * sizes.steps * sizes.solves_per_step;
  const double levels = sizes.extrapolates ? 1 + 2 * sizes.finest + 0.5 / sizes.finest : 1 + sizes.coarse;
  const double again = recomputes ? sizes.reversals * (sizes.extrapolates ? 2 * sizes.finest : 1) : 0;
  return forward * ((1 + sizes.reversals) * levels + again);
}

}  // namespace

Estimate estimate(const CheckedProblem& checked, const RunOptions& options) {
  const Problem& problem = checked;
  const CarriedAxes carried = carried_axes(problem);
  const Sizes sizes = sizes_of(problem, options, carried);
  const ParticleSizes particles = particle_sizes(problem, sizes);
  const double densities = 1 + sizes.reversals + (has_exact_density(problem) ? 1 : 0);
  // a problem that is not text, or a bridge, has its currents stored
  const double errors = (sizes.extrapolates || sizes.errors ? 1 + sizes.reversals : 0) +
                        (problem.text.empty() || problem.bridged ? sizes.d * (1 + sizes.reversals) : 0);
  const double score_file = options.keep_score ? score_file_bytes(problem.grid, sizes.steps) : 0;
  Estimate result;
  result.directions = count_directions(problem);
  result.particle_steps = particles.steps;
  const double score_maps = examines_scores(problem) ? sizes.reversals * score_map_bytes(problem.grid) : 0;
  const double samplers = sampler_bytes(problem, sizes.cells);
  result.file_bytes = samplers + score_maps + layout_bytes(1 + sizes.reversals, sizes.snapshots) + particles.layout +
                      particles.positions + sizes.array_bytes() * (densities + particles.stored + errors);
  const double grid_bytes = sizes.finest * sizes.cells * 8;
  // program and libraries, on several ranks MPI and PETSc, as measured on runs that hold next to nothing
  const double program = 18.5e6 + (sizes.ranks > 1 ? 3.5e7 : 0);
  const double part_bytes = grid_bytes / sizes.ranks;
  const double solve_bytes =
      part_bytes * operator_arrays(problem, result.directions, sizes.finest * sizes.cells, carried) +
      exchange_bytes(problem, sizes, grid_bytes, result.directions);
  const double held = sizes.keeps_parts ? 1 / sizes.ranks : 1;  // part of a density
  const double all = sizes.array_bytes() * held * (densities + particles.kept + errors);
  const bool to_disk = goes_to_disk(8 * sizes.cells);
  // while solving, snapshots and the operator; while writing, all densities, the file's image and volumes
  const double solving =
      to_disk ? sizes.array_bytes() * (held * sizes.reversals + 1 / sizes.ranks) + solve_bytes : all + solve_bytes;
  const double image = result.file_bytes - (to_disk ? sizes.array_bytes() * (densities + errors) - grid_bytes : 0);
  double memory = program + samplers + step_times_bytes(sizes.finest_steps) + particles.memory + particles.positions +
                  std::max(solving, all + image + (sizes.keeps_parts ? 2 : 1) * grid_bytes) + score_file;
  result.file_bytes += score_file;
  const double beside = sizes.extrapolates ? sizes.finest + 1 / sizes.finest : sizes.errors ? sizes.largest_coarse : 0;
  memory += held * beside * sizes.array_bytes() * (1 + sizes.reversals) + bridge_bytes(problem, sizes);
  const double coarse_score = sizes.extrapolates ? 0 : sizes.largest_coarse;  // while that of the problem stays
  const double unbounded = sizes.keeps ? (1 + coarse_score) * part_bytes * sizes.finest_steps : 0;
  const double score = sizes.keeps ? (1 + coarse_score) * score_bytes(sizes.finest * sizes.cells / sizes.ranks,
                                                                      sizes.finest_steps, options.score_memory)
                                   : 0;
  const StateBytes states = state_bytes(problem, grid_bytes, sizes.ranks * score);
  result.run_bytes = folder_bytes(problem, states, sizes.extrapolates ? 2 : 1 + sizes.coarse_cells);
  // while the state at the end of the forward solve, or that of particles, is written
  const auto peak = [&](double trajectory) {
    // a coarse solve for the error comes later
    const double own = trajectory / (1 + coarse_score);
    const double state = state_memory(sizes, states.forward + sizes.ranks * (own - score), grid_bytes);
    return std::max({memory + trajectory, program + solve_bytes + state,
                     program + trajectory + result.file_bytes + 2 * states.particles});
  };
  result.table_bytes = table_bytes(problem);
  const double tables = result.table_bytes > 0 ? program + result.table_bytes + sizes.array_bytes() * densities : 0;
  result.unbounded_bytes = std::max(tables, peak(unbounded));
  result.memory_bytes = std::max(tables, peak(score));
  result.cell_steps = cell_steps(sizes, sizes.keeps && score < unbounded);
  return result;
}

}  // namespace fokker
