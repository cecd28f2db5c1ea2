#include <algorithm>

#include "fokker/study/study.hpp"

namespace fokker {

Estimate estimate(const Problem& problem) {
  const auto cells = static_cast<double>(problem.grid.cells());
  const auto snapshots = static_cast<double>(problem.time.snapshots.size());
  const auto reverses = static_cast<double>(problem.reverses.size());
  const double d = problem.grid.dimension();
  // adaptive runs of the examples take 100 to 600 steps
  const double steps = problem.time.steps ? static_cast<double>(*problem.time.steps) : 500;
  const bool keeps = std::any_of(problem.reverses.begin(), problem.reverses.end(),
                                 [](const ReverseTable& r) { return r.score == ScoreSource::forward; });
  double densities = 1 + reverses + (problem.process.transition && problem.initial.mixture ? 1 : 0);
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
  return result;
}

}  // namespace fokker
