// SPDX-License-Identifier: MIT
#include "fokker/score/answers.hpp"

#include <doctest/doctest.h>

#include "fokker/core/control.hpp"
#include "fokker/core/error.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Points grid_points(Eigen::Index n) {
  Points x(n, 2);
  for (Eigen::Index i = 0; i < n; ++i) x.row(i) << static_cast<double>(i % 7), 0.5 * static_cast<double>(i / 7);
  return x;
}

/// What `threads` threads ask at three times, the last of which has points of its own.
std::vector<ScoreQuery> asked(int threads) {
  const QueryRecorder recorder(2);
  const Score score = recorder.score();
  const Points x = grid_points(70);
  for (const double t : {0.5, 0.25, 1.0})
    parallel_for(70, 16, threads, [&](std::size_t begin, std::size_t end) {
      const auto first = static_cast<Eigen::Index>(begin), count = static_cast<Eigen::Index>(end - begin);
      Points values(count, 2);
      score.at(t)(x.middleRows(first, count) + (t == 1 ? 0.125 : 0.0), values);
      CHECK((values == 0).all());
    });
  return recorder.queries();
}

std::shared_ptr<const ScoreAnswers> some_answers() {
  ScoreAnswers answers;
  answers.queries = asked(1);
  for (const ScoreQuery& query : answers.queries) {
    answers.values.emplace_back();
    for (const double t : query.times)
      answers.values.back().push_back(t * Points(query.points.transpose()).reshaped() + 1);
  }
  return std::make_shared<const ScoreAnswers>(std::move(answers));
}

}  // namespace

TEST_CASE("queries hold each time and point once, in an order that no thread changes") {
  const std::vector<ScoreQuery> one = asked(1), two = asked(2);
  REQUIRE(one.size() == 2);
  CHECK(one[0].times == std::vector<double>{0.25, 0.5});
  CHECK(one[1].times == std::vector<double>{1.0});
  CHECK(one[0].points.rows() == 70);
  REQUIRE(two.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) CHECK((one[k].points == two[k].points).all());
}

TEST_CASE("answers are given at their points, and refused elsewhere") {
  const Score score = answered_values(some_answers());
  const Points x = grid_points(70).bottomRows(30);
  Points values(30, 2);
  for (const double t : {0.25, 0.5, 0.5 + 1e-14}) {
    score.at(t)(x, values);
    CHECK((values == (t < 0.3 ? 0.25 : 0.5) * x + 1).all());
  }
  score.at(1)(x + 0.125, values);
  CHECK((values == x + 1.125).all());
  CHECK_THROWS_AS(score.at(1)(x, values), Error);
  CHECK_THROWS_AS(score.at(0.4), Error);
  CHECK(has_answers_at(*some_answers(), 0.25));
  CHECK_FALSE(has_answers_at(*some_answers(), 0.3));
}

TEST_CASE("answers whose sizes do not fit are refused") {
  ScoreAnswers answers = *some_answers();
  answers.values[0][1].conservativeResize(139);
  CHECK_THROWS_AS(answered_values(std::make_shared<const ScoreAnswers>(answers)), Error);
  answers.values.pop_back();
  CHECK_THROWS_AS(answered_values(std::make_shared<const ScoreAnswers>(answers)), Error);
}
