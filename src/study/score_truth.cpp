// SPDX-License-Identifier: MIT
#include "study/score_truth.hpp"

#include "problem/checks.hpp"
#include "score/frame.hpp"
#include "study/solves.hpp"

namespace fokker {

bool knows_score(const Problem& problem) {
  const bool known = has_unbounded_density(problem) && (problem.exact || problem.process.transition);
  return known && (!problem.frame || on_grid(problem).exact);
}

TrueScore exact_truth(const Problem& problem) {
  Problem exact = problem;
  exact.reversals = {{.name = "exact", .score = ScoreSource::exact}};
  return {Scores(exact, nullptr, 1).in_space(exact.reversals[0]),
          [density = on_grid(problem).exact](double t, const Grid& grid, int threads) -> Array {
            return law_averages(grid, density(t), threads) * grid.volumes();
          },
          problem.frame};
}

TrueScore forward_truth(const Problem& problem, const StoredScore& stored) {
  return {problem.frame ? unframed(stored.score, *problem.frame) : stored.score,
          [log_density = stored.score.log_density](double t, const Grid& grid, int) -> Array {
            Array log_p(grid.cells());
            log_density(t, grid.centres(), log_p);
            const Array masses = (log_p - log_p.maxCoeff()).exp() * grid.volumes();
            return masses / masses.sum();
          },
          problem.frame};
}

}  // namespace fokker
