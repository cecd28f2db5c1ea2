// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/score/table.hpp"
#include "problem/stated_score.hpp"
#include "score/frame.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

/// By networks, answers and callables.
bool by_name(const Reversal& reverse) {
  return reverse.score == ScoreSource::given || reverse.score == ScoreSource::network ||
         reverse.score == ScoreSource::answers;
}

std::pair<const ScoreTable*, Parameterization> table_key(const Reversal& reverse) {
  return {reverse.table.get(), reverse.parameterization};
}

Score known_score(const Problem& problem) {
  if (!problem.exact) return exact_score(problem.process, problem.initial.mixture.value(), problem.time.initial);
  Score score;
  score.dimension = problem.process.dimension;
  score.at = problem.exact->score();
  return score;
}

}  // namespace

Scores::Scores(const Problem& problem, const Score* forward, double factor) : frame_(problem.frame) {
  const auto on_grid = [&](const Score& score) { return scaled(frame_ ? framed(score, *frame_) : score, factor); };
  for (const Reversal& reverse : problem.reversals) {
    if (reverse.score == ScoreSource::exact && !exact_) exact_ = on_grid(known_score(problem));
    if (reverse.score == ScoreSource::forward && !forward_) forward_ = scaled(*forward, factor);
    if (reverse.score == ScoreSource::table && !tables_.contains(table_key(reverse)))
      tables_.emplace(table_key(reverse), on_grid(stated_score(problem, reverse)));
    if (by_name(reverse)) stated_.try_emplace(reverse.name, on_grid(stated_score(problem, reverse)));
  }
}

const Score& Scores::of(const Reversal& reverse) const {
  if (reverse.score == ScoreSource::table) return tables_.at(table_key(reverse));
  if (by_name(reverse)) return stated_.at(reverse.name);
  return reverse.score == ScoreSource::exact ? *exact_ : *forward_;
}

Score Scores::in_space(const Reversal& reverse) const { return frame_ ? unframed(of(reverse), *frame_) : of(reverse); }

}  // namespace fokker
