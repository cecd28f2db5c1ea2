#include "fokker/study/study.hpp"

#include "solves.hpp"

namespace fokker {

Snapshots run(const Problem& problem, const Control& control, const Twin& twin) {
  Snapshots out{problem.title, problem.resolved, {problem.grid, problem.time.snapshots, {}, {}, {}, {}, {}}, {}, {}};
  Evidence& evidence = out.evidence;
  evidence.exact = exact_densities(problem);

  Integration forward = solve_forward(problem, control);
  evidence.forward = forward_solution(problem, forward);
  const double stop = reversal_stop(problem, forward, out.notes);
  const Scores scores(problem, std::move(forward.trajectory), twin.score);
  for (const ReverseTable& reverse : problem.reverses)
    evidence.reverses.push_back(solve_reverse(problem, reverse, scores, evidence.forward, stop, control));

  if (problem.particles) {
    evidence.particles = simulate_forward(problem, control, twin.noise);
    for (const std::string& name : problem.particles->reverse)
      evidence.particle_reverses.push_back(
          simulate_reverse(problem, name, scores, evidence.forward, stop, control, twin.noise));
  }
  out.report = judge(evidence, problem.verification);
  return out;
}

}  // namespace fokker
