#include "fokker/problem/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"
#include "problem/checks.hpp"

namespace fokker {

bool knows_marginals(const Problem& problem) {
  return problem.exact || (problem.process.transition && problem.initial.mixture);
}

std::string unknown_marginal(const Problem& problem, bool known_without_boundaries) {
  const char* where =
      known_without_boundaries ? " within walls that absorb, are periodic or hold back mass" : " from this initial law";
  return fmt::format("no exact marginal is known for '{}'{}", problem.process.name,
                     known_without_boundaries || problem.process.transition ? where : "");
}

bool holds_exact_mass(const Problem& problem) {
  if (problem.frame) return true;
  const Grid& grid = problem.grid;
  Points lower(1, grid.dimension()), upper = lower;
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array& edges = grid.axis(k).edges;
    lower(0, k) = edges[0];
    upper(0, k) = edges[edges.size() - 1];
  }
  std::vector<double> times = problem.time.snapshots;
  if (times.empty()) times = {problem.time.end};
  constexpr std::size_t most_times = 16;
  try {
    for (std::size_t i = 0; i < most_times; ++i) {
      const std::size_t k = times.size() - 1 - i * (times.size() - 1) / most_times;
      const Law law = marginal(problem.process, *problem.initial.mixture, problem.time.initial, times[k]);
      if (law.box_mass(lower, upper)[0] < 1 - most_held_mass) return false;
    }
  } catch (const Error&) {
    return true;  // a law that is not finite is found by other checks, with its place
  }
  return true;
}

bool has_exact_density(const Problem& problem) {
  if (problem.exact) return true;
  return knows_marginals(problem) && !wraps(problem.grid) && !absorbs(problem.grid) && holds_exact_mass(problem);
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
