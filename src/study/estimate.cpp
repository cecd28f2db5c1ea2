#include "fokker/study/study.hpp"
#include "solves.hpp"

namespace fokker {

namespace {

/// Bytes of the forward score at every step, as write_score_table lays it out.
double score_file_bytes(const Grid& grid, double steps) {
  double nodes = 1;
  for (const Axis& axis : grid.axes()) nodes *= static_cast<double>(2 * axis.cells() + 1);
  return (steps + 1) * nodes * grid.dimension() * 8;
}

}  // namespace

Estimate estimate(const Problem& problem, bool score_file) {
  const auto cells = static_cast<double>(problem.grid.cells());
  const auto snapshots = static_cast<double>(problem.time.snapshots.size());
  const auto reverses = static_cast<double>(problem.reverses.size());
  const double d = problem.grid.dimension();
  // adaptive runs of the examples take 100 to 600 steps
  const double steps = problem.time.steps ? static_cast<double>(*problem.time.steps) : 500;
  const bool keeps = score_file || uses_forward_score(problem);
  double densities = 1 + reverses + (has_exact_marginals(problem) ? 1 : 0);
  Estimate result;
  result.cell_steps = cells * steps * (1 + reverses);
  if (problem.particles) {
    const auto runs = static_cast<double>(1 + problem.particles->reverse.size());
    densities += runs;
    result.particle_steps =
        runs * static_cast<double>(problem.particles->count) * static_cast<double>(problem.particles->steps);
    result.memory_bytes += static_cast<double>(problem.particles->count) * d * 8;
  }
  result.file_bytes = snapshots * cells * 8 * densities;
  // snapshots in memory and again in the file's image; the trajectory of the score; 6 d arrays of rates and points
  result.memory_bytes += 2 * result.file_bytes + (keeps ? cells * steps * 8 : 0) + cells * 8 * (4 + 6 * d);
  if (score_file) {
    const double bytes = score_file_bytes(problem.grid, steps);
    result.file_bytes += bytes;
    result.memory_bytes += bytes;
  }
  return result;
}

}  // namespace fokker
