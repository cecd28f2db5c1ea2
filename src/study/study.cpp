#include "fokker/study/study.hpp"

#include "levels.hpp"
#include "solves.hpp"

namespace fokker {

Snapshots run(const Problem& problem, const Control& control, const Twin& twin,
              std::optional<StoredScore>* forward_score, double score_memory) {
  Snapshots out{problem.title, problem.resolved, {problem.grid, problem.time.snapshots, {}, {}, {}, {}, {}}, {}, {}};
  Evidence& evidence = out.evidence;
  if (problem.frame)
    for (const double t : problem.time.snapshots) evidence.frames.push_back(problem.frame->at(t));
  evidence.exact = exact_densities(on_grid(problem));

  const LevelOptions options{{}, forward_score != nullptr, score_memory, twin.score, {}};
  Level level = wants_extrapolation(problem) ? solve_extrapolated(problem, options, control, out.notes)
                                             : solve_level(problem, options, control, out.notes);
  evidence.forward = std::move(level.forward);
  evidence.reverses = std::move(level.reverses);
  for (std::string& note : wall_notes(problem.grid, evidence.times, evidence.forward))
    out.notes.push_back(std::move(note));
  for (std::string& note : peclet_notes(problem, evidence.forward)) out.notes.push_back(std::move(note));
  for (std::string& note : reach_notes(problem, evidence.forward)) out.notes.push_back(std::move(note));
  if (problem.particles) {
    const Scores scores(problem, level.score ? &level.score->score : nullptr, twin.score);
    evidence.particles = simulate_forward(problem, evidence.forward, control, twin);
    for (const std::string& name : problem.particles->reverse)
      evidence.particle_reverses.push_back(simulate_reverse(problem, reversal_named(evidence, name), scores,
                                                            evidence.forward, level.stop, control, twin));
  }
  out.report = judge(evidence, problem.verification);
  if (forward_score) *forward_score = std::move(level.score);
  return out;
}

}  // namespace fokker
