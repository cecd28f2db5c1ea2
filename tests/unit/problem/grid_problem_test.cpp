// SPDX-License-Identifier: MIT
#include "fokker/problem/grid_problem.hpp"

#include <doctest/doctest.h>

#include "relative.hpp"
#include "unit/problem/problems.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("in a moving frame the problem on the grid is that of y, from time.start on") {
  Problem problem = smallest_problem();
  problem.time.start = 0.5;
  problem.frame = marginal_frame(problem.process, *problem.initial.mixture, 0);
  const GridProblem inside = on_grid(CheckedProblem(problem));
  CHECK(inside.time.initial == 0.5);
  CHECK(inside.start.mixture->covariance()(0, 0) == relative(1).epsilon(1e-15));
  REQUIRE(inside.exact);
  CHECK(inside.exact(1).mixture->covariance()(0, 0) == relative(1).epsilon(1e-15));
}

TEST_CASE("without a frame the density at the start is the initial one, or its marginal") {
  Problem problem = smallest_problem();
  CHECK(on_grid(CheckedProblem(problem)).start.mixture->covariance()(0, 0) == 0.25);
  problem.time.start = 0.5;
  const GridProblem later = on_grid(CheckedProblem(problem));
  CHECK(later.start.mixture->covariance()(0, 0) == 0.75);
  CHECK(later.time.initial == 0);
  CHECK(later.exact(1).mixture->covariance()(0, 0) == 1.25);
}

TEST_CASE("the exact density of unbounded space is not taken within boundaries that absorb or are periodic") {
  for (const Boundary boundary : {Boundary::absorbing, Boundary::periodic}) {
    Problem problem = smallest_problem();
    problem.grid = line(-6, 6, 64, boundary);
    CHECK_FALSE(on_grid(CheckedProblem(problem)).exact);
  }
}
