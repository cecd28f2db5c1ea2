// SPDX-License-Identifier: MIT
#include "fokker/study/study.hpp"

#include <algorithm>

#include "fokker/core/error.hpp"
#include "fokker/study/fields.hpp"
#include "levels.hpp"
#include "solves.hpp"
#include "study/bridged.hpp"
#include "study/samplers.hpp"
#include "study/scalars.hpp"
#include "study/score_study.hpp"
#include "study/shared_solves.hpp"
#include "study/steady.hpp"
#include "study/tables/witness.hpp"
#include "study/together.hpp"

namespace fokker {
namespace {

/// Forward and reversed particles.
struct ParticleRuns {
  ParticleSolution forward;
  std::vector<ParticleSolution> reversals;
};

ParticleRuns simulate_all(const Problem& problem, const Level& level, const ParticleMotion& motion) {
  const Scores scores(problem, level.score ? &level.score->score : nullptr, motion.distortion.score);
  ParticleRuns runs{simulate_forward(problem, level.forward, motion), {}};
  for (const std::string& name : problem.particles->reverse) {
    const auto solution = std::find_if(level.reversals.begin(), level.reversals.end(),
                                       [&](const ReverseSolution& reverse) { return reverse.name == name; });
    if (solution == level.reversals.end()) throw Error(Fault::internal, "no reversal '" + name + "' for particles");
    runs.reversals.push_back(simulate_reverse(problem, *solution, scores, level.forward, level.stop, motion));
  }
  return runs;
}

/// @param moved  the problem on its grid
void add_notes(const Problem& problem, const GridProblem& moved, Result& result) {
  const Evidence& evidence = result.evidence;
  for (const auto& notes : {boundary_notes(moved, evidence.forward), peclet_notes(problem, evidence.forward),
                            reach_notes(problem, evidence.forward), feller_notes(moved, evidence.forward),
                            feller_ratio_notes(moved, evidence.forward)})
    result.notes.insert(result.notes.end(), notes.begin(), notes.end());
}

/// Of a problem that is not text, whose process nobody can read from its result. Noise that flows move may be too
/// anisotropic for the edges that carry a current; that is no reason to lose the run.
void add_currents(const Problem& problem, Result& result) {
  Evidence& evidence = result.evidence;
  const auto currents_of = [&](const GridSolution& solution) {
    return probability_currents(problem.process, evidence, solution.densities);
  };
  try {
    evidence.forward.currents = currents_of(evidence.forward);
    for (ReverseSolution& reversal : evidence.reversals) reversal.solution.currents = currents_of(reversal.solution);
  } catch (const Error& error) {
    if (error.fault() != Fault::numerical) throw;
    result.notes.push_back(std::string("currents are not stored: ") + error.what());
  }
}

/// Parts of a result beside its solutions.
struct Rest {
  bool keep_score;
  bool examine;  ///< stated scores
  std::vector<std::string> notes;
  std::optional<ParticleRuns> particles = {};  ///< of several ranks; empty: they are still to be run
  std::optional<ScoreReport> scores = {};      ///< of several ranks
  const SharedSolver* shared = nullptr;        ///< null: of a program alone
};

/// What solutions are compared with, as far as it is known before them.
Evidence known_evidence(const Problem& problem, const Control& control, const SharedSolver* shared = nullptr) {
  Evidence evidence{problem.grid, problem.time.snapshots, {}, {}, {}, {}, {}};
  if (problem.frame)
    for (const double t : problem.time.snapshots) evidence.frames.push_back(problem.frame->at(t));
  add_exact_densities(with_spread_points(problem), shared, control.threads, evidence);
  return evidence;
}

/// Errors of the stated scores, without what needs further derivatives; a score that is not finite somewhere is no
/// reason to lose the run.
std::optional<ScoreReport> examined(const Problem& problem, const Evidence& evidence,
                                    const std::optional<StoredScore>& forward, const Control& control,
                                    std::vector<std::string>& notes) {
  if (!examines_scores(problem)) return std::nullopt;
  try {
    return examined_run(problem, evidence, forward, {.structure = false}, control);
  } catch (const Error& error) {
    if (error.fault() != Fault::numerical) throw;
    notes.push_back(std::string("scores are not examined: ") + error.what());
    return std::nullopt;
  }
}

/// The same by ranks that all call it, since they compute the forward score together.
std::optional<ScoreReport> examined_together(const Problem& problem, Level& level, const Control& control,
                                             std::vector<std::string>& notes) {
  if (!examines_scores(problem)) return std::nullopt;
  Evidence evidence = known_evidence(problem, control);
  std::swap(evidence.forward, level.forward);
  std::swap(evidence.reversals, level.reversals);
  std::optional<ScoreReport> report = examined(problem, evidence, level.score, control, notes);
  std::swap(evidence.forward, level.forward);
  std::swap(evidence.reversals, level.reversals);
  return report;
}

/// The solutions of a problem, which are taken out of `level`, with what they are compared with, and the verdict.
Result with_evidence(const Problem& problem, Level& level, const Distortion& distortion, Rest rest,
                     const Control& control) {
  Result result{problem.title, problem.text, known_evidence(problem, control, rest.shared), {}, {}};
  result.notes = std::move(rest.notes);
  Evidence& evidence = result.evidence;
  if (problem.particles) {
    ParticleRuns runs =
        rest.particles ? std::move(*rest.particles) : simulate_all(problem, level, {control, distortion});
    evidence.particles = std::move(runs.forward);
    evidence.particle_reversals = std::move(runs.reversals);
  }
  evidence.forward = std::move(level.forward);
  evidence.reversals = std::move(level.reversals);
  const GridProblem moved = on_grid(problem);
  evidence.stationary =
      stationary_density(moved, evidence.forward, stationary_bound(problem.verification), control.threads);
  if (problem.text.empty() || problem.bridged) add_currents(problem, result);
  add_notes(problem, moved, result);
  if (problem.particles && starts_from_points(problem))
    evidence.start = law_averages(moved.grid, moved.start, control.threads);
  const Problem of_tables = with_reference(problem);
  if (problem.tables.any()) result.generator = generator_results(of_tables, &evidence.forward, control);
  if (problem.bridged) evidence.bridge = result.generator->bridge->densities;
  result.verification = problem.verification;
  if (result.generator)
    for (NumberBound& bound : particle_bounds(of_tables, *result.generator, control))
      result.verification->numbers.push_back(std::move(bound));
  if (!problem.samplers.empty()) result.samplers = sampler_results(problem, control);
  if (problem.particles && result.samplers)
    evidence.sampler_particles = simulate_samplers(problem, *result.samplers, control);
  result.report = judge(evidence, *result.verification, numbers_of(result));
  result.fingerprint = fingerprint(problem);
  result.scores = std::move(rest.scores);
  if (rest.examine) result.scores = examined(problem, result.evidence, level.score, control, result.notes);
  if (rest.keep_score) result.forward_score = std::move(level.score);
  return result;
}

/// The tables, beside the density at the start.
Result tables_alone(const Problem& problem, const Control& control) {
  const GridProblem moved = on_grid(problem);
  Result result{problem.title, problem.text, {problem.grid, {problem.time.start}, {}, {}, {}, {}, {}}, {}, {}};
  GridSolution& start = result.evidence.forward;
  start.densities = {law_averages(moved.grid, moved.start, control.threads)};
  start.starting_mass = mass(problem.grid, start.densities.front());
  start.outside_mass = std::max(0.0, 1 - start.starting_mass);
  if (problem.text.empty()) add_currents(problem, result);
  result.generator = generator_results(problem, nullptr, control);
  result.report = judge(result.evidence, problem.verification, numbers_of(result));
  result.verification = problem.verification;
  result.fingerprint = fingerprint(problem);
  return result;
}

Result run_to_end(const CheckedProblem& checked, const Distortion& distortion, const RunOptions& options, bool examine,
                  const Control& control) {
  const bool keep = options.keep_score || (examine && needs_forward_truth(checked));
  LevelOptions of_level;
  of_level.keep_score = keep;
  of_level.score_memory = options.score_memory;
  of_level.score_factor = distortion.score;
  std::vector<std::string> notes;
  if (checked->tables_only) return tables_alone(checked, control);
  if (checked->target) {
    Chosen chosen = meet_target(checked, of_level, control, notes);
    return with_evidence(chosen.problem, chosen.level, distortion, {options.keep_score, examine, std::move(notes)},
                         control);
  }
  const Problem problem = bridged(checked, control);
  Level level = solve_with_errors(problem, of_level, control, notes);
  return with_evidence(problem, level, distortion, {options.keep_score, examine, std::move(notes)}, control);
}

/// Ends the run where it no longer changes, where that is asked for, and checks that it does not.
Result run_with(const CheckedProblem& checked, const Distortion& distortion, const RunOptions& options, bool examine,
                const Control& control) {
  if (!checked->time.steady) return run_to_end(checked, distortion, options, examine, control);
  const SteadyRun found = steady_run(checked, control);
  Result result = run_to_end(found.problem, distortion, options, examine, control);
  if (!result.generator) result.generator = GeneratorResults{result.evidence.grid, {}};
  const double no_bound = std::numeric_limits<double>::quiet_NaN();
  std::vector<Scalar>& numbers = result.generator->scalars;
  numbers.push_back({"time", "end", found.problem.time.end, no_bound, "time"});
  numbers.push_back({"time", "rate_of_change", found.rate, no_bound, "1/time"});
  const NumberBound at_rest{"time", "rate_of_change", 0.0, *checked->time.steady};
  result.verification->numbers.push_back(at_rest);
  const NumberCheck check = check_numbers(numbers, {at_rest}).front();
  result.report.numbers.push_back(check);
  result.report.passed = result.report.passed && check.passed;
  result.fingerprint = fingerprint(checked);
  return result;
}

}  // namespace

Result run_together(const CheckedProblem& problem, const SharedSolver& solver, double score_memory,
                    const Control& control) {
  LevelOptions of_level;
  of_level.score_memory = score_memory;
  of_level.shared = &solver;
  of_level.keep_score = needs_forward_truth(*problem);
  std::vector<std::string> notes;
  Level level = solve_with_errors(problem, of_level, control, notes);
  if (level.score) level.score->score = whole_score(problem->grid, std::move(level.score->score), solver, control);
  std::optional<ParticleRuns> particles;
  if (problem->particles) particles = simulate_all(problem, level, {control, {}, &solver.particles});
  std::optional<ScoreReport> scores = examined_together(*problem, level, control, notes);
  level.score.reset();  // all ranks together compute it
  std::optional<Result> result;
  solver.lead([&] {
    Rest rest{false, false, std::move(notes), std::move(particles), std::move(scores), &solver};
    result = with_evidence(problem, level, {}, std::move(rest), control);
  });
  if (result) return std::move(*result);
  Result parts{{}, {}, {problem->grid, problem->time.snapshots, std::move(level.forward), {}, {}, {}, {}}, {}, {}};
  parts.evidence.reversals = std::move(level.reversals);
  return parts;
}

std::vector<Scalar> numbers_of(const Result& result) {
  return result.generator ? result.generator->scalars : std::vector<Scalar>{};
}

Result run_distorted(const CheckedProblem& problem, const Distortion& distortion, const RunOptions& options,
                     const Control& control) {
  return run_with(problem, distortion, options, true, control);
}

Result run_unexamined(const CheckedProblem& problem, const RunOptions& options, const Control& control) {
  return run_with(problem, {}, options, false, control);
}

Result run(const CheckedProblem& problem, const RunOptions& options, const Control& control) {
  return run_with(problem, {}, options, true, control);
}

}  // namespace fokker
