// SPDX-License-Identifier: MIT
#include "generator/state_solver.hpp"

#include <doctest/doctest.h>

#include "fokker/generator/first_passage.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// A double well of three axes with a ball as exit, in which the rates vary by e^90.
Generator well_with_ball() {
  const std::vector<std::string> axes = {"x", "y", "z"};
  const Grid grid(
      {uniform_axis("x", -2.4, 2.4, 12), uniform_axis("y", -2.4, 2.4, 12), uniform_axis("z", -2.4, 2.4, 12)});
  const Process process = langevin(formula("(x^2 - 1)^2 + y^2/2 + z^2/2", axes), .25);
  return generator(edges_of(process, grid), {region("right", "(x - 1)^2 + y^2 + z^2 <= 0.5^2", axes)});
}

}  // namespace

TEST_CASE("iterations agree with eliminations within what their residual allows") {
  const Generator ball = well_with_ball();
  const Array one = ball.outside;
  const Elimination exact(ball.rates, ball.leak());
  const StateSolver iterated(ball.rates, ball.leak(), {}, 0), eliminated(ball.rates, ball.leak());
  const Array time = exact.solve_transposed(one), found = iterated.solve_transposed(one);
  CHECK(iterated.residual() > 0);
  CHECK(iterated.residual() < 1e-10);
  CHECK((ball.outside > 0).select((found / time - 1).abs(), 0).maxCoeff() <= iterated.residual());
  const Array spent = exact.solve(one), again = iterated.solve(one);
  CHECK((spent - again).abs().maxCoeff() < 1e-9 * spent.maxCoeff());
  CHECK((eliminated.solve_transposed(one) == time).all());
  CHECK(eliminated.residual() == 0);
}

TEST_CASE("what iterations do not solve is eliminated: passages that are rarer than rounding") {
  // a chain from which each step leads back 1e9 times as often
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < 4; ++i) {
    entries.emplace_back(i + 1, i, 1e-5);
    entries.emplace_back(i, i + 1, 1e4);
  }
  Array leak = Array::Zero(5);
  leak[4] = 1;
  const RateMatrix rates = rates_of(5, entries);
  const StateSolver solver(rates, leak, {}, 0);
  const Array exact = Elimination(rates, leak).solve_transposed(Array::Ones(5));
  CHECK((solver.solve_transposed(Array::Ones(5)) / exact - 1).abs().maxCoeff() < 1e-12);
}
