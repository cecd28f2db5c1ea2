#include "fokker/study/study.hpp"

#include "solves.hpp"

namespace fokker {

Snapshots run(const Problem& problem, const Control& control, const Twin& twin,
              std::optional<StoredScore>* forward_score) {
  Snapshots out{problem.title, problem.resolved, {problem.grid, problem.time.snapshots, {}, {}, {}, {}, {}}, {}, {}};
  Evidence& evidence = out.evidence;
  evidence.exact = exact_densities(problem);

  const bool keep = forward_score || uses_forward_score(problem);
  Integration forward = solve_forward(problem, keep, control);
  evidence.forward = forward_solution(problem, forward);
  const double stop = reversal_stop(problem, forward, out.notes);
  std::optional<StoredScore> stored;
  if (keep) {
    std::vector<double> times = forward.trajectory.times;
    stored = StoredScore{trajectory_score(std::move(forward.trajectory)), std::move(times)};
  }
  const Scores scores(problem, stored ? &stored->score : nullptr, twin.score);
  for (const ReverseTable& reverse : problem.reverses)
    evidence.reverses.push_back(solve_reverse(problem, reverse, scores, evidence.forward, stop, control));

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
