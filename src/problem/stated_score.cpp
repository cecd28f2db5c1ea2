// SPDX-License-Identifier: MIT
#include "problem/stated_score.hpp"

namespace fokker {

Score stated_score(const Problem& problem, const Reversal& reversal) {
  const Process& process = problem.process;
  const double since = problem.time.initial;
  const Parameterization parameterization = reversal.parameterization;
  if (reversal.score == ScoreSource::table)
    return table_score(
        parameterization == Parameterization::score
            ? reversal.table
            : std::make_shared<const ScoreTable>(score_of_values(process, parameterization, since, *reversal.table)));
  return score_of_values(
      process, parameterization, since,
      reversal.score == ScoreSource::network ? network_values(*reversal.network, process, since) : *reversal.given);
}

}  // namespace fokker
