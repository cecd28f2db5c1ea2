// SPDX-License-Identifier: MIT
#include "fokker/study/study.hpp"

#include <algorithm>

#include "fokker/study/fields.hpp"
#include "levels.hpp"
#include "solves.hpp"
#include "study/samplers.hpp"
#include "study/scalars.hpp"

namespace fokker {
namespace {

void simulate_all(const Problem& problem, const Level& level, const Distortion& distortion, const Control& control,
                  Evidence& evidence) {
  const Scores scores(problem, level.score ? &level.score->score : nullptr, distortion.score);
  evidence.particles = simulate_forward(problem, evidence.forward, control, distortion);
  for (const std::string& name : problem.particles->reverse)
    evidence.particle_reversals.push_back(simulate_reverse(problem, reversal_named(evidence, name), scores,
                                                           evidence.forward, level.stop, control, distortion));
}

/// @param moved  the problem on its grid
void add_notes(const Problem& problem, const GridProblem& moved, Result& result) {
  const Evidence& evidence = result.evidence;
  for (const auto& notes : {boundary_notes(moved, evidence.forward), peclet_notes(problem, evidence.forward),
                            reach_notes(problem, evidence.forward), feller_notes(moved, evidence.forward),
                            feller_ratio_notes(moved, evidence.forward)})
    result.notes.insert(result.notes.end(), notes.begin(), notes.end());
}

/// Of a problem that is not text, whose process nobody can read from its result.
void add_currents(const Problem& problem, Evidence& evidence) {
  const auto add = [&](GridSolution& solution) {
    for (std::size_t k = 0; k < evidence.times.size(); ++k)
      solution.currents.push_back(probability_current(problem.process, evidence, k, solution.densities[k]));
  };
  add(evidence.forward);
  for (ReverseSolution& reversal : evidence.reversals) add(reversal.solution);
}

/// The smallest bound on the total variation that a stationary density may have to hold.
double stationary_bound(const Verification& verification) {
  double least = default_bounds(Comparison::forward_stationary).at("tv");
  const auto given = verification.bounds.find(Comparison::forward_stationary);
  if (given != verification.bounds.end())
    for (const auto& [name, bound] : given->second) least = std::min(least, bound);
  return least;
}

/// Parts of a result beside its solutions.
struct Rest {
  bool keep_score;
  std::vector<std::string> notes;
};

/// The solutions of a problem, which are taken out of `level`, with what they are compared with, and the verdict.
Result with_evidence(const Problem& problem, Level& level, const Distortion& distortion, Rest rest,
                     const Control& control) {
  Result result{problem.title, problem.text, {problem.grid, problem.time.snapshots, {}, {}, {}, {}, {}}, {}, {}};
  result.notes = std::move(rest.notes);
  Evidence& evidence = result.evidence;
  if (problem.frame)
    for (const double t : problem.time.snapshots) evidence.frames.push_back(problem.frame->at(t));
  evidence.exact = exact_densities(with_spread_points(problem), control.threads);
  evidence.forward = std::move(level.forward);
  evidence.reversals = std::move(level.reversals);
  const GridProblem moved = on_grid(problem);
  evidence.stationary =
      stationary_density(moved, evidence.forward, stationary_bound(problem.verification), control.threads);
  if (problem.text.empty()) add_currents(problem, evidence);
  add_notes(problem, moved, result);
  if (problem.particles && starts_from_points(problem))
    evidence.start = law_averages(moved.grid, moved.start, control.threads);
  if (problem.particles) simulate_all(problem, level, distortion, control, evidence);
  if (!problem.samplers.empty()) result.samplers = sampler_results(problem, control);
  if (problem.particles && result.samplers)
    evidence.sampler_particles = simulate_samplers(problem, *result.samplers, control);
  result.report = judge(evidence, problem.verification);
  result.verification = problem.verification;
  result.fingerprint = fingerprint(problem);
  if (problem.tables.any()) result.generator = generator_results(problem, &evidence.forward, control);
  if (rest.keep_score) result.forward_score = std::move(level.score);
  return result;
}

}  // namespace

Result run_distorted(const CheckedProblem& checked, const Distortion& distortion, const RunOptions& options,
                     const Control& control) {
  const LevelOptions of_level{{}, options.keep_score, options.score_memory, distortion.score, {}, {}};
  std::vector<std::string> notes;
  if (checked->target) {
    Chosen chosen = meet_target(checked, of_level, control, notes);
    return with_evidence(chosen.problem, chosen.level, distortion, {options.keep_score, std::move(notes)}, control);
  }
  Level level = solve_with_errors(checked, of_level, control, notes);
  return with_evidence(checked, level, distortion, {options.keep_score, std::move(notes)}, control);
}

Result run(const CheckedProblem& problem, const RunOptions& options, const Control& control) {
  return run_distorted(problem, {}, options, control);
}

}  // namespace fokker
