#include "fokker/study/study.hpp"

#include "solves.hpp"

namespace fokker {

Snapshots run(const Problem& problem, const Control& control, const Twin& twin,
              std::optional<StoredScore>* forward_score) {
  Snapshots out{problem.title, problem.resolved, {problem.grid, problem.time.snapshots, {}, {}, {}, {}, {}}, {}, {}};
  Evidence& evidence = out.evidence;
  if (problem.frame)
    for (const double t : problem.time.snapshots) evidence.frames.push_back(problem.frame->at(t));
  const Problem solved = on_grid(problem);
  evidence.exact = exact_densities(solved);

  const bool keep = forward_score || uses_forward_score(problem);
  Integration forward = solve_forward(solved, keep, control);
  evidence.forward = forward_solution(solved, forward);
  const double stop = reversal_stop(solved, forward, out.notes);
  std::optional<StoredScore> stored;
  if (keep) {
    std::vector<double> times = forward.trajectory.times;
    stored = StoredScore{trajectory_score(std::move(forward.trajectory)), std::move(times)};
  }
  const Scores scores(problem, stored ? &stored->score : nullptr, twin.score);
  for (const ReverseTable& reverse : solved.reverses)
    evidence.reverses.push_back(solve_reverse(solved, reverse, scores, evidence.forward, stop, control));

  if (problem.particles) {
    evidence.particles = simulate_forward(problem, control, twin.noise);
    for (const std::string& name : problem.particles->reverse)
      evidence.particle_reverses.push_back(
          simulate_reverse(problem, name, scores, evidence.forward, stop, control, twin.noise));
  }
  out.report = judge(evidence, problem.verification);
  if (forward_score) *forward_score = std::move(stored);
  return out;
}

}  // namespace fokker
