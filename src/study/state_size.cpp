// SPDX-License-Identifier: MIT
#include "study/state_size.hpp"

#include <algorithm>

#include "time/checkpoints.hpp"

namespace fokker {

double score_bytes(double cells, double steps, double memory) {
  const double whole = (steps + 1) * cells * 8;
  if (whole <= memory) return whole;
  const auto count = static_cast<std::size_t>(steps + 1);
  const std::size_t stride = checkpoint_stride(count, memory / (8 * cells));
  // what is kept, one stretch, and the last logs
  return (static_cast<double>((count + stride - 1) / stride + stride) + 4) * cells * 8;
}

StateBytes state_bytes(const Problem& problem, double grid, double score) {
  StateBytes result;
  const auto snapshots = static_cast<double>(problem.time.snapshots.size());
  result.forward = (snapshots + 1) * grid + score;
  result.reverse = (snapshots + 1) * grid;
  if (!problem.particles) return result;
  const double d = problem.grid.dimension(), runs = problem.particles->step_bias ? 2 : 1;
  result.particles = 8 * (static_cast<double>(problem.particles->count) * d * runs +
                          snapshots * static_cast<double>(problem.grid.cells()) * (2 * runs - 1));
  for (const SamplerRun& run : problem.samplers)
    if (std::ranges::count(problem.particles->samplers, run.name) > 0)
      result.samplers += 8 * static_cast<double>(problem.particles->count) * d * static_cast<double>(run.steps.size());
  return result;
}

double folder_bytes(const Problem& problem, const StateBytes& states, double levels) {
  const auto reversals = static_cast<double>(problem.reversals.size());
  double sum = levels * (states.forward + reversals * states.reverse);
  if (problem.particles) sum += static_cast<double>(1 + problem.particles->reverse.size()) * states.particles;
  return sum + states.samplers + 2 * std::max({states.forward, states.reverse, states.particles});
}

}  // namespace fokker
