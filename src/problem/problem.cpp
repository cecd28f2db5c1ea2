// SPDX-License-Identifier: MIT
#include "fokker/problem/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"
#include "problem/checks.hpp"
#include "process/reflected.hpp"

namespace fokker {

bool knows_marginals(const Problem& problem) {
  return problem.exact || knows_marginal(problem.process, problem.initial);
}

std::string unknown_marginal(const Problem& problem, bool known_without_boundaries) {
  const bool in_closed_form = problem.process.transition || problem.process.poisson_gamma;
  if (problem.process.poisson_gamma && !(problem.process.poisson_gamma(0, 1).shape.array() > 0).all())
    return fmt::format(
        "'{}' with kappa theta = 0 stays at 0 once it is there: its law has an atom, which no density has",
        problem.process.name);
  const char* where = known_without_boundaries ? " within boundaries that absorb, are periodic or hold back mass"
                                               : " from this initial law";
  return fmt::format("no exact marginal is known for '{}'{}", problem.process.name,
                     known_without_boundaries || in_closed_form ? where : "");
}

namespace {

ReflectingBox box_of(const Grid& grid) {
  ReflectingBox box{Vector(grid.dimension()), Vector(grid.dimension())};
  for (int k = 0; k < grid.dimension(); ++k) {
    const Array& edges = grid.axis(k).edges;
    box.lower[k] = edges[0];
    box.upper[k] = edges[edges.size() - 1];
  }
  return box;
}

/// Mass of a law in the box.
double mass_within(const ReflectingBox& box, const Law& law) {
  return law.box_mass(box.lower.transpose().array(), box.upper.transpose().array())[0];
}

bool only_reflects(const Problem& problem) { return !problem.frame && !wraps(problem.grid) && !absorbs(problem.grid); }

/// The exact law between reflecting boundaries that hold mass back; empty where it is not known, or where that of
/// unbounded space is the same.
std::optional<Law> reflected_density(const Problem& problem, double t) {
  if (!only_reflects(problem) || !problem.process.transition || !problem.initial.mixture) return std::nullopt;
  if (holds_exact_mass(problem, noted_mass)) return std::nullopt;
  const ReflectingBox box = box_of(problem.grid);
  if (mass_within(box, problem.initial) < 1 - noted_mass) return std::nullopt;
  return reflected_law(problem.process, *problem.initial.mixture, {problem.time.initial, t}, box);
}

/// Whether that law is known at all snapshots.
bool knows_reflected_density(const Problem& problem) {
  const std::vector<double>& times = problem.time.snapshots;
  if (times.empty()) return reflected_density(problem, problem.time.end).has_value();
  // what is known at the first time after the start is known later
  const auto later = std::upper_bound(times.begin(), times.end(), problem.time.initial);
  return reflected_density(problem, later == times.end() ? times.back() : *later).has_value();
}

}  // namespace

bool holds_exact_mass(const Problem& problem, double most) {
  if (problem.frame) return true;
  const ReflectingBox box = box_of(problem.grid);
  std::vector<double> times = problem.time.snapshots;
  if (times.empty()) times = {problem.time.end};
  constexpr std::size_t most_times = 16;
  try {
    const std::size_t looks = std::min(most_times, times.size());
    for (std::size_t i = 0; i < looks; ++i) {
      const std::size_t k = times.size() - 1 - i * (times.size() - 1) / looks;
      const Law law = marginal(problem.process, problem.initial, problem.time.initial, times[k]);
      if (mass_within(box, law) < 1 - most) return false;
    }
  } catch (const Error&) {
    return true;  // a law that is not finite is found by other checks, with its place
  }
  return true;
}

bool has_unbounded_density(const Problem& problem) {
  if (problem.exact) return true;
  return knows_marginals(problem) && !wraps(problem.grid) && !absorbs(problem.grid) && holds_exact_mass(problem);
}

bool has_exact_density(const Problem& problem) {
  return has_unbounded_density(problem) || knows_reflected_density(problem);
}

Law exact_density(const Problem& problem, double t) {
  if (problem.exact) return problem.exact->law(t);
  if (knows_reflected_density(problem)) return *reflected_density(problem, t);
  Law law = marginal(problem.process, problem.initial, problem.time.initial, t);
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
