#include "fokker/problem/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "problem/checks.hpp"

namespace fokker {

bool knows_marginals(const Problem& problem) {
  return problem.exact || (problem.process.transition && problem.initial.mixture);
}

std::string unknown_marginal(const Problem& problem, bool known_without_boundaries) {
  const char* where = known_without_boundaries ? " within walls that absorb or are periodic" : " from this initial law";
  return fmt::format("no exact marginal is known for '{}'{}", problem.process.name,
                     known_without_boundaries || problem.process.transition ? where : "");
}

bool has_exact_density(const Problem& problem) {
  const bool unbounded = !wraps(problem.grid) && !absorbs(problem.grid);
  return problem.exact || (unbounded && knows_marginals(problem));
}

Law exact_density(const Problem& problem, double t) {
  if (problem.exact) return problem.exact->law(t);
  Law law = marginal(problem.process, problem.initial.mixture.value(), problem.time.initial, t);
  if (wraps(problem.grid)) law = wrapped(problem.grid, std::move(law));
  return law;
}

StepTimes fixed_steps(const TimeSpan& time, const std::vector<double>& snapshots, int parts) {
  return with_stops(step_times(snapshots, time.steps.value(), time.step_spacing), time.stops, parts);
}

NoiseKind noise_kind(const Problem& problem) {
  const TimeSpan& time = problem.time;
  const Points centres = noise_probes(problem.grid);
  NoiseKind kind = NoiseKind::none;
  for (const double t : {time.start, 0.5 * (time.start + time.end), time.end}) {
    const Points probes = problem.frame ? from_frame(centres, problem.frame->at(t)) : centres;
    kind = std::max(kind, noise_kind(problem.process, probes, {t}));
  }
  return kind;
}

NoiseKind noise_kind(const Problem& problem, const Reversal& reversal) {
  return !reversal.alpha_in_time && reversal.alpha == 0 ? NoiseKind::none : noise_kind(problem);
}

}  // namespace fokker
