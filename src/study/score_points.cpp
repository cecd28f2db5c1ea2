// SPDX-License-Identifier: MIT
#include "fokker/study/score_points.hpp"

#include <algorithm>

#include "fokker/core/error.hpp"
#include "study/levels.hpp"
#include "study/score_times.hpp"

namespace fokker {
namespace {

bool has_answers(const Reversal& reversal) { return reversal.score == ScoreSource::answers; }

/// The reversals with answers, which are asked of the recorder.
Problem recorded(const Problem& problem, const QueryRecorder& recorder) {
  Problem result = problem;
  result.particles.reset();
  std::erase_if(result.reversals, [](const Reversal& reversal) { return !has_answers(reversal); });
  for (Reversal& reversal : result.reversals) {
    reversal.score = ScoreSource::given;
    reversal.answers = nullptr;
    reversal.given = recorder.score();
    reversal.parameterization = Parameterization::score;
  }
  return result;
}

/// Where score_errors compares scores: at the centres of the cells.
void ask_examined(const Problem& problem, const Score& score, const Control& control) {
  std::vector<double> times = quadrature_times(problem, ScoreOptions().intervals);
  times.insert(times.end(), problem.time.snapshots.begin(), problem.time.snapshots.end());
  const Points centres = problem.grid.centres();
  Points ignored(centres.rows(), centres.cols());
  for (const double t : times) {
    control.stop.check();
    score.at(t)(centres, ignored);
  }
}

}  // namespace

std::vector<ScoreQuery> score_queries(const CheckedProblem& checked, bool also_examined, const Control& control) {
  const Problem& problem = checked;
  if (std::none_of(problem.reversals.begin(), problem.reversals.end(), has_answers))
    throw Error(Fault::problem, Diagnostic{{},
                                           "reverse",
                                           "no reversal whose score is answered",
                                           "score = { answers = \"ANSWERS.h5\" } in [[reverse]]",
                                           {}});
  const QueryRecorder recorder(problem.grid.dimension());
  std::vector<std::string> notes;
  solve_with_errors(CheckedProblem(recorded(problem, recorder)), {}, control, notes);
  if (also_examined) ask_examined(problem, recorder.score(), control);
  return recorder.queries();
}

}  // namespace fokker
