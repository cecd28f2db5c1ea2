// SPDX-License-Identifier: MIT
#include "fokker/score/table.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

using Shared = std::shared_ptr<const ScoreTable>;

Shared shared(ScoreTable table) { return std::make_shared<const ScoreTable>(std::move(table)); }

/// An axis whose cells grow by 3 % each.
Axis stretched_axis(const std::string& name, double min, double max, Eigen::Index cells) {
  Axis axis = uniform_axis(name, min, max, cells);
  for (Eigen::Index i = 1; i < cells; ++i)
    axis.edges[i] = min + (max - min) * (std::pow(1.03, static_cast<double>(i)) - 1) /
                              (std::pow(1.03, static_cast<double>(cells)) - 1);
  return axis;
}

/// Densities without any symmetry, at the times 0 and 1.
Trajectory some_trajectory(const Grid& grid) {
  Trajectory trajectory{grid, {0, 1}, {}};
  for (int k = 0; k < 2; ++k) {
    Array density(grid.cells());
    for (Eigen::Index i = 0; i < grid.cells(); ++i) density[i] = std::exp(2 * std::sin(1.7 * i + k) - 0.1 * (i % 7));
    trajectory.densities.push_back(density);
  }
  return trajectory;
}

/// Largest difference of a trajectory's score and its table at scattered points of the box, relative to the largest
/// value.
double difference(const Grid& grid) {
  const Score score = trajectory_score(some_trajectory(grid));
  const Score table = table_score(shared(tabulated(score, grid, {0, 1})));
  const int d = grid.dimension();
  Points x(500, d), one(500, d), two(500, d);
  for (int k = 0; k < d; ++k) {
    const Array& edges = grid.axis(k).edges;
    for (Eigen::Index i = 0; i < 500; ++i)
      x(i, k) = edges[0] + (edges[edges.size() - 1] - edges[0]) * std::fmod(0.618 * i + 0.2 * k * i, 1);
  }
  score.at(0.3)(x, one);
  table.at(0.3)(x, two);
  return (one - two).abs().maxCoeff() / one.abs().maxCoeff();
}

double value(const Score& score, double t, double x) {
  Points at(1, 1), out(1, 1);
  at << x;
  score.at(t)(at, out);
  return out(0, 0);
}

}  // namespace

TEST_CASE("a table repeats the score of a trajectory in the whole box, up to the boundaries") {
  // positions and weights are rounded at 1e-16, but a place counts its cells first: 1e-13 of neighbours' differences
  CHECK(difference(line(-1, 2, 37)) < 1e-12);
  CHECK(difference(line(0, 1, 16, Boundary::periodic)) < 1e-12);
  CHECK(difference(Grid({stretched_axis("x", 0, 3, 25)})) < 1e-12);
  CHECK(difference(Grid({uniform_axis("x", -1, 1, 9), stretched_axis("y", 0, 2, 12)})) < 1e-12);
  CHECK(difference(
            Grid({uniform_axis("x", -1, 1, 5), uniform_axis("y", 0, 2, 6, {Boundary::periodic, Boundary::periodic}),
                  uniform_axis("z", 0, 1, 4)})) < 1e-12);
}

TEST_CASE("a table is linear in time and between its nodes, constant beyond both") {
  const Score score = table_score(shared({{1, 3}, {Array{{0, 1, 4}}}, {Array{{0, 2, 8}}, Array{{4, 6, 12}}}, {}}));
  CHECK(value(score, 1, 0.5) == relative(1).epsilon(1e-14));
  CHECK(value(score, 2, 1) == relative(4).epsilon(1e-14));
  CHECK(value(score, 3, 2.5) == relative(9).epsilon(1e-14));
  CHECK(value(score, 0, -7) == 0);
  CHECK(value(score, 9, 7) == 12);
}

TEST_CASE("on a periodic axis the last node is followed by the first") {
  const Score score = table_score(shared({{0}, {Array{{1, 2, 3}}}, {Array{{5, 0, 1}}}, {4}}));
  CHECK(value(score, 0, 4) == relative(3).epsilon(1e-14));
  CHECK(value(score, 0, 0.5) == relative(4).epsilon(1e-14));
  CHECK(value(score, 0, 5) == relative(5).epsilon(1e-14));
}

TEST_CASE("components belong to their axes and the last axis runs fastest") {
  // s = (x + 10 y, x - y) at the corners of a square
  const Score score =
      table_score(shared({{0}, {Array{{0, 1}}, Array{{0, 2}}}, {Array{{0, 0, 20, -2, 1, 1, 21, -1}}}, {}}));
  Points x(1, 2), s(1, 2);
  x << 0.25, 0.5;
  score.at(0)(x, s);
  CHECK(s(0, 0) == relative(5.25).epsilon(1e-14));
  CHECK(s(0, 1) == relative(-0.25).epsilon(1e-14));
}

TEST_CASE("a table of one time and one node is a constant") {
  CHECK(value(table_score(shared({{2}, {Array{{0.5}}}, {Array{{-3}}}, {}})), 7, 1) == -3);
}

TEST_CASE("a table whose sizes contradict each other is refused") {
  CHECK_THROWS_AS(table_score(shared({{0}, {Array{{0, 1}}}, {Array{{1}}}, {}})), Error);
  CHECK_THROWS_AS(table_score(shared({{0, 1}, {Array{{0, 1}}}, {Array{{1, 2}}}, {}})), Error);
  CHECK_THROWS_AS(table_score(shared({{}, {Array{{0, 1}}}, {}, {}})), Error);
  CHECK_THROWS_AS(table_score(shared({{0}, {}, {Array{{1}}}, {}})), Error);
  CHECK_THROWS_AS(table_score(shared({{0}, {Array{{0, 1}}}, {Array{{1, 2}}}, {0, 0}})), Error);
}
