// SPDX-License-Identifier: MIT
#include "fokker/problem/enclosing_box.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/core/error.hpp"
#include "fokker/expression/expression.hpp"
#include "fokker/process/custom.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

/// Beyond an end of a box, of a Gaussian.
double beyond(double end, double mean, double deviation) { return 0.5 * std::erfc((end - mean) / deviation / M_SQRT2); }

}  // namespace

TEST_CASE("the box of a linear process leaves out at most the tail at every time, and not much less") {
  const Process process = brownian(v1(2), m1(1));
  for (const double tail : {1e-2, 1e-6}) {
    const Box box = enclosing_box(process, normal(0, 0.04), {.end = 3}, tail);
    // mean 6 and variance .04 + 3 at the end, mean 0 and variance .04 at the start
    const double above = beyond(box.upper[0], 6, std::sqrt(3.04)), below = beyond(-box.lower[0], 0, 0.2);
    CHECK(above < tail);
    CHECK(above > tail / 50);  // exp(-z^2/2) / (z sqrt(2 pi)) against 2 exp(-z^2/2), z <= 5.4
    CHECK(below < tail);
  }
}

TEST_CASE("the box of another process holds its density but for the tail") {
  // a double well with equilibrium exp(-8 (x^2 - 1)^2), reached from the maximum
  const ExpressionScope scope{{"x"}, {}, true, {}};
  const Process process = custom_process({Expression::parse("4*x*(1 - x^2)", scope)}, {Expression::parse("0.5", scope)},
                                         Interpretation::ito);
  const Box box = enclosing_box(process, normal(0, 0.01), {.end = 4}, 1e-3);
  const auto weight = [](double x) { return std::exp(-8 * (x * x - 1) * (x * x - 1)); };
  double inside = 0, all = 0;
  for (int i = 0; i < 4000; ++i) {
    const double x = -4 + 0.002 * (i + 0.5);
    all += weight(x);
    if (x > box.lower[0] && x < box.upper[0]) inside += weight(x);
  }
  CHECK(inside / all > 1 - 1e-3);
  CHECK(box.upper[0] < 2.5);  // beyond 2 is less than exp(-72)
}

TEST_CASE("a law that is no mixture has no known box") {
  const Law uniform{1, piecewise_constant(line(0, 1, 2), Array::Constant(2, 1.0))};
  CHECK_THROWS_AS(enclosing_box(brownian(v1(0), m1(1)), uniform, {.end = 1}, 1e-3), Error);
}
