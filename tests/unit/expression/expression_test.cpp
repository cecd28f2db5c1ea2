// SPDX-License-Identifier: MIT
#include "fokker/expression/expression.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "unit/expression/expressions.hpp"

using namespace fokker;
using namespace fokker::test;

TEST_CASE("operators bind as mathematics has it") {
  CHECK(value("1 + 2*3") == 7);
  CHECK(value("(1 + 2)*3") == 9);
  CHECK(value("8/4/2") == 1);
  CHECK(value("8/(4/2)") == 4);
  CHECK(value("1 - 2 - 3") == -4);
  CHECK(value("2*3/4*2") == 3);
  CHECK(value("1 + 2 < 4") == 1);
  CHECK(value("1 < 2 && 3 < 2 || 1 < 2") == 1);
  CHECK(value("1 || 0 && 0") == 1);
  CHECK(value("1 < 2 ? 3 : 4 + 5") == 3);
  CHECK(value("0 ? 1 : 0 ? 2 : 3") == 3);
  CHECK(value("1 ? 0 ? 1 : 2 : 3") == 2);
}

TEST_CASE("powers go from the right and before signs") {
  CHECK(value("2^3^2") == 512);
  CHECK(value("(2^3)^2") == 64);
  CHECK(value("-x^2", 3) == -9);
  CHECK(value("(-x)^2", 3) == 9);
  CHECK(value("2^-1") == 0.5);
  CHECK(value("2^-x^2", 2) == 1. / 16);
  CHECK(value("2*-3") == -6);
  CHECK(value("--x", 3) == 3);
  CHECK(value("+x - -x", 3) == 6);
  CHECK(value("-2^2") == -4);
}

TEST_CASE("division is real and numbers are read exactly") {
  CHECK(value("1/2") == 0.5);
  CHECK(value("7/2*2") == 7);
  CHECK(value(".5 + 5.") == 5.5);
  CHECK(value("1e3") == 1000);
  CHECK(value("1E-3") == 0.001);
  CHECK(value("1e+2") == 100);
  // shortest forms of doubles that x3::double_ misses by an ulp or more
  for (const double exact : {0.1, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 9007199254740993.0,
                             0.30000000000000004, 1.2345678901234567e-300, 123456789012345680.0})
    CHECK(value(fmt::format("{}", exact)) == exact);
}

TEST_CASE("names are coordinates, parameters, time and constants") {
  CHECK(value("x + 10*y + 100*s + t", 1, 2, 3) == 1 + 20 + 25 + 3);
  CHECK(value("pi") == std::numbers::pi);
  CHECK(value("e") == std::numbers::e);
}

TEST_CASE("comparisons, conditions and steps have the stated values") {
  CHECK(value("x <= 1", 1) == 1);
  CHECK(value("x < 1", 1) == 0);
  CHECK(value("x >= 1", 1) == 1);
  CHECK(value("x > 1", 1) == 0);
  CHECK(value("x == 1", 1) == 1);
  CHECK(value("x != 1", 1) == 0);
  CHECK(value("if(x > 0, x, -2*x)", -3) == 6);
  CHECK(value("step(x)", 0) == 1);
  CHECK(value("heaviside(x)", -1e-300) == 0);
  CHECK(value("sign(x)", -2) == -1);
  CHECK(value("sign(x)", 0) == 0);
  CHECK(value("floor(x)", -0.5) == -1);
}

TEST_CASE("what is not a number stays visible through conditions, minima and maxima") {
  for (const char* text : {"log(x) < 0", "min(log(x), 1)", "min(1, log(x))", "max(log(x), 1)", "max(1, log(x))",
                           "if(log(x), 1, 2)", "sign(log(x))", "step(log(x))", "log(x) && 0"})
    CHECK_MESSAGE(std::isnan(value(text, -1)), text);
  CHECK(value("if(x > 0, log(x), 7)", -1) == 7);
}

TEST_CASE("text has no more parentheses than it needs") {
  for (const char* text : {"x + y - 2",
                           "x - (y - 2)",
                           "x - (y + 2)",
                           "2*x*y",
                           "x/(y*x)",
                           "x/y/x",
                           "x*(y/x)",
                           "-x^2",
                           "(-x)^2",
                           "(x^2)^y",
                           "x^y^2",
                           "x^-2",
                           "x^-y",
                           "-(x + y)",
                           "x^(y + 1)",
                           "(x + 1)^2",
                           "x < y && y < 1 || t > 0",
                           "x && (y || t)",
                           "if(x < 0, -x, x)",
                           "atan2(y, x)",
                           "sin(pi*x)",
                           "(x < y)*2 + 1",
                           "1e-05*x",
                           "x - 3",
                           "log(x - 2)",
                           "sqrt(x)"}) {
    const std::string canonical = parsed(text).to_string();
    CHECK(parsed(canonical).to_string() == canonical);
    if (std::string(text) != "(x < y)*2 + 1") CHECK(canonical == text);
  }
  CHECK(parsed("((x) + ((y)))").to_string() == "x + y");
  CHECK(parsed("x < 0 ? 1 : x").to_string() == "if(x < 0, 1, x)");
  CHECK(parsed("pow(x, y) + x^0.5").to_string() == "x^y + sqrt(x)");
}

TEST_CASE("bracketed text shows what belongs together, and reads the same") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"x^y^2", "x^(y^2)"},
      {"-x^2", "-(x^2)"},
      {"x - y - 1", "(x - y) - 1"},
      {"1/2*x + y/x*y", "(0.5*x) + ((y/x)*y)"},
      {"x^-y", "x^(-y)"},
      {"x + 1 < y && y < 1 || t > 0", "(((x + 1) < y) && (y < 1)) || (t > 0)"},
      {"if(x < 0, -x, sin(x*y))", "if(x < 0, -x, sin(x*y))"},
  };
  for (const auto& [text, bracketed] : cases) {
    CHECK(parsed(text).bracketed() == bracketed);
    CHECK(parsed(bracketed).to_string() == parsed(text).to_string());
  }
}

TEST_CASE("constants fold and identities simplify") {
  CHECK(parsed("s*4*x").to_string() == "x");
  CHECK(parsed("0*log(x) + x^1 - 0").to_string() == "x");
  CHECK(parsed("2*(3*x)").to_string() == "6*x");
  CHECK(parsed("x + -3").to_string() == "x - 3");
  CHECK(parsed("1e200*(1e200*x)").value(point(1e-300), 0) == 1e200 * (1e200 * 1e-300));  // their product would overflow
  CHECK(parsed("s > 0 ? x : log(-1)").to_string() == "x");
}

TEST_CASE("an expression reports what it depends on") {
  const Expression e = parsed("x^2*exp(-t) + 0*y");
  CHECK(e.depends_on("x"));
  CHECK_FALSE(e.depends_on("y"));
  CHECK(e.depends_on_time());
  CHECK_FALSE(e.is_constant());
  CHECK(e.names() == std::vector<std::string>{"x", "t"});
  CHECK(parsed("s + 1").is_constant());
  CHECK_FALSE(parsed("t").is_constant());
  CHECK_THROWS_AS(e.depends_on("z"), Error);
}

TEST_CASE("expressions add, subtract, multiply and divide") {
  const Expression a = parsed("x^2"), b = parsed("y + t");
  CHECK((a + b).to_string() == "x^2 + (y + t)");
  CHECK((a - b).to_string() == "x^2 - (y + t)");
  CHECK((a * b).to_string() == "x^2*(y + t)");
  CHECK((a / b).to_string() == "x^2/(y + t)");
  CHECK((-a).to_string() == "-x^2");
  CHECK_THROWS_AS(a + Expression::parse("x", {{"x"}, {}, true, {}}), Error);
}

TEST_CASE("the part that is not finite first is named with its place") {
  const auto found = parsed("y + 2*sqrt(1 + log(x - 2))").first_nonfinite(point(1.5, 3), 0.1);
  REQUIRE(found);
  CHECK(found->text == "log(x - 2)");
  CHECK(std::isnan(found->value));
  CHECK(found->place == "x = 1.5, y = 3");
  CHECK(parsed("1/(t - 0.5)").first_nonfinite(point(0), 0.5)->text == "1/(t - 0.5)");
  CHECK(parsed("1/(t - 0.5)").first_nonfinite(point(0), 0.5)->place == "x = 0, y = 0, t = 0.5");
  CHECK_FALSE(parsed("1/(t - 0.5)").first_nonfinite(point(0), 0.25));
  // a branch that is not taken is not to blame
  CHECK(parsed("if(x > 0, log(x), 0) + 1/y").first_nonfinite(point(-1, 0), 0)->text == "1/y");
  CHECK(parsed("if(log(x) > 0, 1, 2)").first_nonfinite(point(-1), 0)->text == "log(x)");
}

TEST_CASE("copies share their tree and outlive the original") {
  std::vector<Expression> copies;
  {
    const Expression original = parsed("sin(x)*t");
    copies.assign(3, original);
  }
  CHECK(copies[2].value(point(1), 2) == 2 * value("sin(x)", 1));
}
