// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fokker/score/table.hpp"
#include "score/frame.hpp"
#include "solves.hpp"

namespace fokker {
namespace {

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
    if (reverse.score == ScoreSource::table)
      tables_.try_emplace(reverse.table.get(), on_grid(table_score(reverse.table)));
    if (reverse.score == ScoreSource::given) given_.try_emplace(reverse.name, on_grid(*reverse.given));
  }
}

const Score& Scores::of(const Reversal& reverse) const {
  if (reverse.score == ScoreSource::table) return tables_.at(reverse.table.get());
  if (reverse.score == ScoreSource::given) return given_.at(reverse.name);
  return reverse.score == ScoreSource::exact ? *exact_ : *forward_;
}

Score Scores::in_space(const Reversal& reverse) const { return frame_ ? unframed(of(reverse), *frame_) : of(reverse); }

}  // namespace fokker
