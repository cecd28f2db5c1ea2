#include <algorithm>

#include "fokker/score/frame.hpp"
#include "fokker/score/table.hpp"
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

Scores::Scores(const Problem& problem, std::optional<Frame> frame, const Score* forward, double factor)
    : frame_(std::move(frame)) {
  for (const ReverseTable& reverse : problem.reverses) {
    if (reverse.score == ScoreSource::exact && !exact_) exact_ = scaled(known_score(problem), factor);
    if (reverse.score == ScoreSource::forward && !forward_) forward_ = scaled(*forward, factor);
    if (reverse.score != ScoreSource::table) continue;
    const Score table = table_score(reverse.table);
    tables_.try_emplace(reverse.table.get(), scaled(frame_ ? framed(table, *frame_) : table, factor));
  }
}

const Score& Scores::of(const ReverseTable& reverse) const {
  if (reverse.score == ScoreSource::table) return tables_.at(reverse.table.get());
  return reverse.score == ScoreSource::exact ? *exact_ : *forward_;
}

Score Scores::in_space(const ReverseTable& reverse) const {
  return frame_ ? unframed(of(reverse), *frame_) : of(reverse);
}

}  // namespace fokker
