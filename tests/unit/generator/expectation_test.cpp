// SPDX-License-Identifier: MIT
#include "fokker/generator/expectation.hpp"

#include <doctest/doctest.h>

#include "fokker/core/error.hpp"
#include "relative.hpp"
#include "support.hpp"
#include "unit/generator/generators.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

Claim claim_of(const Array& payoff, const Array& killing) {
  const Array none = Array::Zero(payoff.size());
  return {payoff, killing, none, none};
}

/// Cell averages of max(x - strike, 0), the strike on a face.
Array call_payoff(const Grid& grid, double strike) { return (grid.centres().col(0) - strike).max(0); }

/// Call on a geometric Brownian motion, r = .05, sigma = .2, T = 1, strike and price 100.
double call(Eigen::Index cells, long steps, Boundary lower = Boundary::reflecting, double least = 20) {
  const Grid grid({uniform_axis("x", least, 400, cells, {lower, Boundary::reflecting})});
  const Process process =
      custom_process({formula("0.05*x")}, std::vector<Expression>{formula("0.2*x")}, Interpretation::ito);
  const Array u = expectation(generator(edges_of(process, grid)),
                              claim_of(call_payoff(grid, 100), Array::Constant(cells, .05)), {1, steps});
  return value_at(grid, u, 100);
}

}  // namespace

TEST_CASE("a call has the price of Black and Scholes, with second order") {
  const double exact = 10.4505835721856, coarse = call(380, 100), fine = call(760, 200);
  CHECK(std::abs(fine - exact) < 1e-3 * exact);
  // 100 lies on a face: interpolation between two cells adds gamma h^2/8, which goes like h^2, too
  CHECK(std::abs((4 * fine - coarse) / 3 - exact) < 1e-5 * exact);
}

TEST_CASE("a down-and-out call dies at its barrier") {
  const double exact = 10.3513452011846;
  const double coarse = call(320, 100, Boundary::absorbing, 80), fine = call(640, 200, Boundary::absorbing, 80);
  CHECK(std::abs((4 * fine - coarse) / 3 - exact) < 1e-5 * exact);
}

TEST_CASE("Kac's oscillator") {
  // E exp(-1/2 int x^2 dt) of Brownian motion from 0, T = 1: cosh(1)^(-1/2)
  const auto found = [](Eigen::Index cells, long steps) {
    const Grid grid = line(-6, 6, cells);
    const Array x = grid.centres().col(0);
    const Array u = expectation(generator(edges_of(brownian(v1(0), v1(1)), grid)),
                                claim_of(Array::Ones(cells), 0.5 * x.square()), {1, steps});
    return value_at(grid, u, 0);
  };
  CHECK((4 * found(240, 100) - found(120, 50)) / 3 == relative(.805018182194592).epsilon(1e-5));
}

TEST_CASE("what is received on the way and at exits") {
  // time spent up to the end, and 1 at the end whatever it is: E min(T, span) and the probability to have ended
  const Grid grid = line(-1, 1, 100, Boundary::absorbing);
  const Generator exits = generator(edges_of(brownian(v1(0), v1(1)), grid));
  const Array none = Array::Zero(100);
  const Array time = expectation(exits, {none, none, Array::Ones(100), none}, {40, 400});
  CHECK(value_at(grid, time, 0) == relative(1).epsilon(2e-4));
  const Array ended = expectation(exits, {none, none, none, exits.leak()}, {40, 400});
  CHECK(value_at(grid, ended, 0) == relative(1).epsilon(1e-9));
}

TEST_CASE("expectation is the adjoint of propagation") {
  const Grid grid = line(-2.2, 2.2, 128);
  const Generator rates = generator(edges_of(double_well(.25), grid));
  const Array payoff = Array::LinSpaced(128, -1, 2), killing = Array::LinSpaced(128, 0, 1);
  const Array masses = averages(grid, normal(-.5, .04)) * grid.volumes();
  const double before = (masses * expectation(rates, claim_of(payoff, killing), {2, 50})).sum();
  const double after = (SteadySteps(rates, killing, {2, 50}).forward(masses) * payoff).sum();
  CHECK(std::abs(before - after) < 1e-13 * std::abs(before));
  CHECK(std::abs(before - after) < 1e-3 * std::abs(before - 1.05 * after));
}

TEST_CASE("growth that steps cannot follow is refused") {
  const Grid grid = line(-1, 1, 10);
  const Generator rates = generator(edges_of(brownian(v1(0), v1(1)), grid));
  CHECK_THROWS_WITH(expectation(rates, claim_of(Array::Ones(10), Array::Constant(10, -100)), {1, 10}),
                    doctest::Contains("killing down to -100"));
}
