// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>

#include "fokker/expression/expression.hpp"
#include "relative.hpp"
#include "support.hpp"

using namespace fokker;
using test::formula;

namespace {

Interval enclosure(const std::string& text, Interval x, Interval t = {0, 0}) { return formula(text).enclosure({x}, t); }

}  // namespace

TEST_CASE("an enclosure holds every value, and the ends where each part appears once") {
  for (const char* text :
       {"sin(x)",    "cos(3*x)",     "tan(x/4)",         "exp(-x^2)",  "x^3 - 2*t",        "abs(x)",
        "tanh(x)*t", "1/(2 + x)",    "sqrt(abs(x) + 1)", "log(x + 3)", "if(x < t, 1, 3)",  "min(x, t)",
        "max(x, t)", "floor(3*x)",   "sign(x)",          "step(x)",    "erf(x)",           "erfc(x)",
        "acos(x/3)", "asin(x/3)",    "atan(x)",          "cosh(x)",    "sinh(x)",          "cbrt(x)",
        "expm1(x)",  "log1p(x + 2)", "x^2/(1 + t^2)",    "(x + 3)^t",  "x > 0 && t > 0.5", "x > 0 || t > 0.5",
        "x^-2 + 1",  "atan2(x, t)",  "sin(x)^2000",      "sin(x)^33",  "abs(x)^(t + 1)"}) {
    CAPTURE(text);
    for (const Interval x : {Interval{-1.3, 0.4}, {0.2, 0.9}, {-2, -1.9}, {0.3, 0.3}}) {
      const Interval t{0.25, 0.75}, found = enclosure(text, x, t);
      for (int i = 0; i <= 20; ++i)
        for (int j = 0; j <= 4; ++j) {
          const double at = formula(text).value(Vector::Constant(1, x.low + (x.high - x.low) * i / 20), 0.25 + j / 8.);
          CHECK(at >= found.low - 1e-12);
          CHECK(at <= found.high + 1e-12);
        }
    }
  }
  CHECK(enclosure("exp(-x^2)", {-1, 2}).high == 1);
  CHECK(enclosure("exp(-x^2)", {-1, 2}).low == relative(std::exp(-4)).epsilon(1e-14));
  CHECK(enclosure("sin(x)", {1, 2}).high == 1);
  CHECK(enclosure("sin(x)", {1, 2}).low == relative(std::sin(1)).epsilon(1e-14));
  CHECK(enclosure("cos(x)", {3, 10}).low == -1);
  CHECK(enclosure("x^40", {-1, 0.5}).high == 1);
  CHECK(enclosure("x^40", {-1, 0.5}).low == 0);
  CHECK(enclosure("x^1.5", {-1, 4}).high == 8);
}

TEST_CASE("an enclosure is infinite where a divisor may be 0 and takes one branch where that is decided") {
  CHECK(std::isinf(enclosure("1/x", {-1, 1}).high));
  CHECK(enclosure("if(x > 0, x, -5)", {1, 2}).low == 1);
  CHECK(enclosure("if(x > 0, x, -5)", {-2, -1}).high == -5);
  CHECK(enclosure("if(x > 0, x, -5)", {-1, 1}).low == -5);
}
