// SPDX-License-Identifier: MIT
#include "fokker/generator/bridge.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Solved {
  Grid grid;
  Array end;
  Bridge bridge;
};

/// Brownian motion from N(-1, .5^2) to N(1.5, .8^2) within T = 1.
Solved between_gaussians(Eigen::Index cells, long steps) {
  const Grid grid = line(-8, 8, cells);
  const Array V = grid.volumes();
  const Array start = averages(grid, normal(-1, .25)) * V, end = averages(grid, normal(1.5, .64)) * V;
  return {grid, end, schroedinger_bridge(generator(edges_of(brownian(v1(0), v1(1)), grid)), start, end, {1, 4, steps})};
}

double variance_of(const Solved& solved, std::size_t k) {
  return covariance(solved.grid, solved.bridge.masses[k] / solved.grid.volumes())(0, 0);
}

}  // namespace

TEST_CASE("a bridge between two Gaussians has the exact cost and variances") {
  const Solved coarse = between_gaussians(160, 20), fine = between_gaussians(320, 40);
  const auto limit = [&](const auto& of) { return (4 * of(fine) - of(coarse)) / 3; };
  CHECK(limit([](const Solved& s) { return s.bridge.relative_entropy; }) == relative(3.21848226796).epsilon(1e-4));
  for (const auto& [k, exact] : {std::pair(1, .420742158904), std::pair(2, .542656211872), std::pair(3, .615742158904)})
    CHECK(limit([k = k](const Solved& s) { return variance_of(s, static_cast<std::size_t>(k)); }) ==
          relative(exact).epsilon(5e-5));  // 2.6e-5, of fourth order in the cells
}

TEST_CASE("the bridge ends where it is asked to, with mass 1 at every time") {
  const Solved solved = between_gaussians(160, 20);
  CHECK(solved.bridge.end_error <= 1e-10);
  CHECK((solved.bridge.masses.back() - solved.end).abs().sum() < 1e-12);
  for (const Array& masses : solved.bridge.masses) CHECK(masses.sum() == relative(1).epsilon(1e-10));
}

TEST_CASE("a density out of reach is refused") {
  // two wells that no edge joins
  const Generator apart{rates_of(4, {{1, 0, 1.0}, {0, 1, 1.0}, {3, 2, 1.0}, {2, 3, 1.0}}), {}, Array::Ones(4)};
  Array start(4), end(4);
  start << .5, .5, 0, 0;
  end << 0, 0, .5, .5;
  CHECK_THROWS_WITH(schroedinger_bridge(apart, start, end), doctest::Contains("not reached in 2 cells"));
}
