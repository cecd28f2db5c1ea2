// SPDX-License-Identifier: MIT
#include "score/frame.hpp"

#include <doctest/doctest.h>

#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("the score of a law in a frame is the framed score, and back") {
  const Process process = brownian(Vector{{1, -1}}, Vector{{.5, 2}});
  const GaussianMixture initial({.4, .6}, {Vector{{-1, 0}}, Vector{{1, 3}}},
                                {Matrix{{.2, .1}, {.1, .3}}, Matrix{{1, 0}, {0, .5}}});
  const Frame frame = marginal_frame(process, initial, 0);
  const Score in_space = exact_score(process, initial, 0), inside = framed(in_space, frame);
  const double t = .7;
  Points y(3, 2), expected(3, 2), found(3, 2), back(3, 2);
  y << 0, 0, 1.5, -1, -2, .3;
  framed(marginal(process, initial, 0, t), frame.at(t)).mixture->score(y, expected);
  inside.at(t)(y, found);
  // scores up to about 5, each from a dozen operations
  CHECK((found - expected).abs().maxCoeff() < 1e-13);
  const Points x = from_frame(y, frame.at(t));
  in_space.at(t)(x, expected);
  unframed(inside, frame).at(t)(x, back);
  CHECK((back - expected).abs().maxCoeff() < 1e-13);
}

TEST_CASE("log p on cells of one frame is not handed to another") {
  Score score = exact_score(brownian(v1(0), v1(1)), normal(0, 1), 0);
  score.log_density = [](double, const PointsIn&, ArrayOut values) { values.setZero(); };
  const Frame frame = marginal_frame(brownian(v1(0), v1(1)), normal(0, 1), 0);
  CHECK_FALSE(framed(score, frame).log_density);
  CHECK_FALSE(unframed(score, frame).log_density);
}
