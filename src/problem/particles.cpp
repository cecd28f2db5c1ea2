// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "core/matrices.hpp"
#include "problem/checks.hpp"

namespace fokker {
namespace {

/// Requirements of the schemes on a reversal, before there is a score.
Process stand_in(const Problem& problem) {
  Process reversed = problem.process;
  reversed.name = "reversed " + reversed.name;
  reversed.transition = nullptr;
  reversed.poisson_gamma = nullptr;
  reversed.split.reset();
  if (!problem.process.transition) return reversed;
  const Matrix C = problem.process.transition(problem.time.initial, problem.time.end).C;
  if (cholesky(C)) reversed.split.emplace();
  return reversed;
}

}  // namespace

void check_particles(const Problem& problem, Issues& issues) {
  if (!problem.particles) return;
  const ParticleRun& particles = *problem.particles;
  const bool absorbing = absorbs(problem.grid);
  if (const auto refusal = scheme_refusal(particles.scheme, problem.process, noise_kind(problem), absorbing))
    issues.error("particles.scheme", refusal->found, refusal->legal);
  for (const Reversal& reversal : problem.reversals) {
    if (std::find(particles.reverse.begin(), particles.reverse.end(), reversal.name) == particles.reverse.end())
      continue;
    const auto refusal =
        scheme_refusal(particles.reverse_scheme, stand_in(problem), noise_kind(problem, reversal), absorbing);
    if (!refusal) continue;
    issues.error("particles.reverse_scheme", refusal->found, refusal->legal,
                 particles.reverse_scheme == particles.scheme ? "'reverse_scheme' for the reversed particles" : "");
    break;
  }
  if (particles.step_spacing == StepSpacing::log_snr && !problem.process.transition)
    issues.error("particles.step_spacing", fmt::format("'{}' has no closed-form transition law", problem.process.name),
                 "'uniform', 'geometric' or 'karras'");
}

}  // namespace fokker
