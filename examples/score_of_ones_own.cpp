// SPDX-License-Identifier: MIT
// A score of one's own: a reversal whose score is a callable, here the exact one of N(0, t) times 1.05, and what the
// five per cent cost.
#include <cstdio>

#include "fokker/fokker.hpp"

using namespace fokker;

int main() {
  const auto score_times = [](double factor) {
    Score score;
    score.at = [factor](double t) -> Field {
      return [factor, t](const PointsIn& x, PointsOut s) { s = -factor * x / t; };
    };
    return score;
  };
  Problem problem{.title = "a score of one's own",
                  .process = brownian(Vector::Zero(1), Vector::Ones(1)),
                  .initial = GaussianMixture({1.0}, {Vector::Zero(1)}, {Matrix::Zero(1, 1)}),
                  .time = {.start = 0.05, .end = 1, .steps = 400, .step_spacing = Spacing::geometric},
                  .grid = Grid({uniform_axis("x", -6, 6, 512)})};
  problem.reversals = {{.name = "exact", .score = ScoreSource::given, .given = score_times(1)},
                       {.name = "too-large", .score = ScoreSource::given, .given = score_times(1.05)}};
  const Result result = run(problem);
  for (const Check& check : result.report.checks)
    if (check.time == problem.time.start && check.comparison.second.kind == SideKind::forward)
      std::printf("%-32s total variation %.2e %s\n", text_of(check.comparison).c_str(), check.metrics.tv,
                  check.passed.value_or(true) ? "pass" : "FAIL");
  // the true score comes back within the bound, the wrong one does not
  return result.report.passed ? 1 : 0;
}
