// SPDX-License-Identifier: MIT
#include "fokker/io/tables/score_answers.hpp"

#include "unit/io/toml/problems.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

std::vector<ScoreQuery> some_queries() {
  Points x(3, 2), y(1, 2);
  x << 0, 1, 0.5, -1, 2, 0.25;
  y << 1, 1;
  return {{{0.1, 1.0 / 3}, x}, {{0.2}, y}};
}

}  // namespace

TEST_CASE("answers come back bit for bit, with what they state") {
  const Folder folder;
  AnswersFile wanted{{some_queries(), {{Array::LinSpaced(6, 0, 1), Array::LinSpaced(6, 1, 3)}, {Array::Zero(2)}}},
                     Parameterization::noise};
  write_answers(folder / "a.h5", wanted);
  const AnswersFile found = read_answers(folder / "a.h5", 2, {.trust = true});
  CHECK(found.parameterization == Parameterization::noise);
  REQUIRE(found.answers.queries.size() == 2);
  for (std::size_t q = 0; q < 2; ++q) {
    CHECK(found.answers.queries[q].times == wanted.answers.queries[q].times);
    CHECK((found.answers.queries[q].points == wanted.answers.queries[q].points).all());
    REQUIRE(found.answers.values[q].size() == wanted.answers.values[q].size());
    for (std::size_t k = 0; k < found.answers.values[q].size(); ++k)
      CHECK((found.answers.values[q][k] == wanted.answers.values[q][k]).all());
  }
}

TEST_CASE("answers of other axes, other sizes or with a number that is not finite are refused") {
  const Folder folder;
  AnswersFile wrong{{some_queries(), {{Array::Zero(6), Array::Zero(6)}, {Array::Zero(2)}}}};
  write_answers(folder / "a.h5", wrong);
  CHECK_THROWS_AS(read_answers(folder / "a.h5", 3, {.trust = true}), Error);
  wrong.answers.values[0][1][2] = std::numeric_limits<double>::quiet_NaN();
  write_answers(folder / "b.h5", wrong);
  CHECK_THROWS_AS(read_answers(folder / "b.h5", 2, {.trust = true}), Error);
}

TEST_CASE("queries without answers are refused with the name of what is missing") {
  const Folder folder;
  write_queries(folder / "q.h5", some_queries());
  try {
    read_answers(folder / "q.h5", 2, {.trust = true});
    FAIL("read");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::data);
    CHECK(std::string(error.what()).find("/query_0/score") != std::string::npos);
  }
  CHECK_THROWS_AS(read_answers(folder / "none.h5", 2), Error);
}
