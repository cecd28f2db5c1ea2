// SPDX-License-Identifier: MIT
// Particles that take the steps of a sampler, against its distribution.
#include <algorithm>

#include "core/allocation.hpp"
#include "fokker/core/error.hpp"
#include "fokker/problem/sampler_problem.hpp"
#include "fokker/sde/operations.hpp"
#include "study/samplers.hpp"

namespace fokker {
namespace {

/// Streams of random numbers from here on belong to samplers; forward and reversed particles take the first ones.
constexpr std::uint32_t first_sampler_stream = 1000;

const SamplerRun& run_named(const Problem& problem, const std::string& name) {
  const auto found = std::find_if(problem.samplers.begin(), problem.samplers.end(),
                                  [&](const SamplerRun& run) { return run.name == name; });
  if (found == problem.samplers.end()) throw Error(Fault::internal, "no sampler '" + name + "' for particles");
  return *found;
}

ParticleSolution witness(const Problem& problem, const SamplerRun& run, long steps, std::uint32_t stream,
                         const Control& control) {
  const ParticleRun& table = *problem.particles;
  const SamplerProblem given = sampler_problem(problem);
  const Draws draws{table.count, table.seed, control.threads, stream};
  ParticleSolution result;
  result.name = run.name + "/" + std::to_string(steps);
  const std::string stage = "particles/sampler/" + result.name;
  const Points end = allocated("the positions of " + stage, [&] {
    return apply_operations(sampler_chain(given, run, steps).operations, sample(sampler_start(given, run), draws),
                            draws, control, stage);
  });
  Histogram counted = histogram(problem.grid, end, control.threads);
  const SampleMoments moments = sample_moments(end, control.threads);
  result.counts = {std::move(counted.counts)};
  result.outside = {counted.outside};
  result.means = {moments.mean};
  result.covariances = {moments.covariance};
  result.total = counted.total;
  result.steps = steps;
  result.scheme = run.kind;
  result.seed = table.seed;
  return result;
}

}  // namespace

std::vector<SamplerParticles> simulate_samplers(const Problem& problem, const SamplerResults& results,
                                                const Control& control) {
  std::vector<SamplerParticles> all;
  for (const std::string& name : problem.particles->samplers)
    for (std::size_t k = 0; k < results.rows.size(); ++k) {
      if (results.rows[k].sampler != name) continue;
      const auto stream = first_sampler_stream + static_cast<std::uint32_t>(k);
      all.push_back(
          {witness(problem, run_named(problem, name), results.rows[k].steps, stream, control), results.densities[k]});
    }
  return all;
}

}  // namespace fokker
