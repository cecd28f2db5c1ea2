// SPDX-License-Identifier: MIT
#include "expression/derivative.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <map>

#include "relative.hpp"
#include "unit/expression/expressions.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Example {
  std::function<double(double)> function;
  std::vector<double> at;
};

using D = double (*)(double);
const std::map<std::string, Example>& examples() {
  static const std::map<std::string, Example> table = {
      {"sin", {D(std::sin), {-2, 0, 0.7, 40}}},
      {"cos", {D(std::cos), {-2, 0, 0.7, 40}}},
      {"tan", {D(std::tan), {-1, 0, 0.7}}},
      {"asin", {D(std::asin), {-0.9, 0, 0.5}}},
      {"acos", {D(std::acos), {-0.9, 0, 0.5}}},
      {"atan", {D(std::atan), {-3, 0, 0.5}}},
      {"sinh", {D(std::sinh), {-3, 0, 0.5}}},
      {"cosh", {D(std::cosh), {-3, 0, 0.5}}},
      {"tanh", {D(std::tanh), {-3, 0, 0.5, 12}}},
      {"exp", {D(std::exp), {-3, 0, 0.5, 20}}},
      {"expm1", {D(std::expm1), {-3, 1e-9, 0.5}}},
      {"log", {D(std::log), {0.1, 1, 30}}},
      {"log1p", {D(std::log1p), {-0.5, 1e-9, 30}}},
      {"log2", {D(std::log2), {0.1, 1, 30}}},
      {"log10", {D(std::log10), {0.1, 1, 30}}},
      {"sqrt", {D(std::sqrt), {0.1, 1, 30}}},
      {"cbrt", {D(std::cbrt), {-8, 1, 30}}},
      {"abs", {D(std::abs), {-3, 0.5}}},
      {"erf", {D(std::erf), {-2, 0, 0.5}}},
      {"erfc", {D(std::erfc), {-2, 0, 5}}},
      {"floor", {D(std::floor), {-1.5, 0.5}}},
      {"sign", {[](double x) { return x > 0 ? 1.0 : -1.0; }, {-1.5, 0.5}}},
      {"step", {[](double x) { return x < 0 ? 0.0 : 1.0; }, {-1.5, 0.5}}},
      {"heaviside", {[](double x) { return x < 0 ? 0.0 : 1.0; }, {-1.5, 0.5}}},
  };
  return table;
}

/// Central difference of fourth order; error h^4 f^(5)/30 and rounding eps |f|/h.
double difference(const Expression& e, double x, double y = 0, double t = 0) {
  const double h = 1e-3 * std::max(std::min(std::abs(x), 1.0), 0.1);
  const auto f = [&](double at) { return e.value(point(at, y), t); };
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

void check_derivative(const std::string& text, double x, double y = 0, double t = 0) {
  const Expression e = parsed(text);
  const double exact = e.derivative("x").value(point(x, y), t), near = difference(e, x, y, t);
  // (1e-3)^4/30 times a fifth derivative below 1e4 of the scale, and 1e-16/1e-4 of the value
  const double scale = 1 + std::abs(exact) + std::abs(e.value(point(x, y), t));
  CHECK_MESSAGE(std::abs(exact - near) < 1e-9 * scale, text, " at ", x, ": ", exact, " against ", near);
}

}  // namespace

TEST_CASE("every function has the value of the standard library and the derivative of its differences") {
  for (const auto& one : examples()) {
    const auto& name = one.first;
    const auto& example = one.second;
    for (const double x : example.at) {
      const double exact = example.function(x);
      // below 1 ulp each
      CHECK_MESSAGE(std::abs(value(name + "(x)", x) - exact) <= 2.3e-16 * std::abs(exact), name, " at ", x);
      check_derivative(name + "(x)", x);
    }
  }
  for (const auto& name : reserved_names()) {
    const bool other = name == "t" || name == "time" || name == "pi" || name == "e" || name == "if";
    const bool two = name == "pow" || name == "atan2" || name == "min" || name == "max";
    CHECK_MESSAGE((other || two || examples().contains(name)), name, " has no example");
  }
}

TEST_CASE("functions of two arguments have both derivatives") {
  for (const char* text : {"atan2(x, y)", "atan2(y, x)", "x^y", "y^x", "pow(x, y)", "x^x", "min(x, y)", "max(x, y)",
                           "min(x^2, y)", "if(x < y, x^2, x^3)"})
    for (const double x : {0.6, 1.3, 2.5}) check_derivative(text, x, 1.7);
  CHECK(value("atan2(y, x)", -1, 2) == std::atan2(2, -1));
  CHECK(value("x^y", 1.3, 0.7) == std::pow(1.3, 0.7));
  CHECK(value("min(x, y)", 1, 2) == 1);
  CHECK(value("max(x, y)", 1, 2) == 2);
}

TEST_CASE("integer powers are products") {
  for (int n = -32; n <= 33; ++n) {
    const double x = 1.0009765625 - 2 * (n % 2);
    const std::string text = fmt::format("x^{}", n);
    // up to 9 products; a rounding counts as often as its factor is squared later, 32 times at most
    CHECK(value(text, x) == relative(std::pow(x, n)).epsilon(5e-15));
    const double slope = parsed(text).derivative("x").value(point(x), 0);
    const double expected = n * std::pow(x, n - 1);
    CHECK(std::abs(slope - expected) <= 5e-15 * std::abs(expected));
  }
}

TEST_CASE("products, quotients and compositions follow their rules") {
  for (const char* text :
       {"x*sin(x)*exp(-x)", "(x^2 + 1)/(x - 4)", "3/(x + 2)", "x/3", "sin(cos(tanh(x)))", "exp(-(x - 1)^2/(2*s^2))",
        "sqrt(x^2 + y^2 + 1)", "-x*-x", "(x^2 - 1)^2 + y^2/2", "log(cosh(x))*t", "2^sin(x)"})
    for (const double x : {-0.7, 0.2, 1.4}) check_derivative(text, x, 0.3, 0.9);
  CHECK(parsed("(x^2 - 1)^2 + y^2/2").derivative("x").to_string() == "2*(x^2 - 1)*(2*x)");
  CHECK(parsed("(x^2 - 1)^2 + y^2/2").derivative("y").to_string() == "2*y/2");
  CHECK(parsed("x^3 - x").derivative("x").derivative("x").to_string() == "6*x");
}

TEST_CASE("a derivative beyond the exponents that are multiplied out has the value of its text") {
  const Expression e = parsed("tanh(x)^-32").derivative("x");  // its power is -33
  CHECK(e.value(point(0.5), 0) == parsed(e.to_string()).value(point(0.5), 0));
}

TEST_CASE("time is a variable like others") {
  CHECK(parsed("x*t^2 + sin(3*t)").derivative("t").to_string() == "x*(2*t) + 3*cos(3*t)");
  CHECK(parsed("x^2").derivative("t").to_string() == "0");
  CHECK_THROWS_AS(parsed("x").derivative("q"), Error);
}

TEST_CASE("parts that are not smooth are distinguished from smooth ones") {
  const Expression e = parsed("abs(x) + floor(y) + if(x > y, 1, 2)*min(y, 2)");
  const auto in_x = e.breaks("x");
  REQUIRE(in_x.size() == 2);
  CHECK(in_x[0].text == "abs(x)");
  CHECK_FALSE(in_x[0].jump);
  CHECK(in_x[1].text == "x > y");
  CHECK(in_x[1].jump);
  CHECK(e.breaks("y").size() == 3);
  CHECK(e.breaks("t").empty());
}

TEST_CASE("derivatives of the largest expressions stay linear in size and do not recurse") {
  std::string sum = "x", nested = "x", product = "(x + y)";
  while (sum.size() < 35000) sum += " + x";
  for (int i = 0; i < 190; ++i) nested = "sin(" + nested + ")";
  for (int i = 0; i < 4000; ++i) product += "*(x + y)";
  CHECK(parsed(sum).derivative("x").value(point(1), 0) == static_cast<double>((sum.size() + 3) / 4));
  CHECK(std::abs(parsed(nested).derivative("x").value(point(1), 0)) < 1);
  CHECK(parsed(product).derivative("x").value(point(0.5, 0.5), 0) == 4001);
  CHECK(parsed(product).derivative("x").derivative("y").value(point(0.5, 0.5), 0) == 4001.0 * 4000);
}
