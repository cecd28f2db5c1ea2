// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <chrono>

#include "unit/expression/expressions.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

struct Found {
  std::size_t offset = 0, length = 0;
  Diagnostic message;
};

Found fault(const std::string& text, const ExpressionScope& scope = plane()) {
  try {
    Expression::parse(text, scope);
  } catch (const ExpressionError& error) {
    CHECK(error.fault() == Fault::problem);
    CHECK(error.offset() + error.length() <= text.size());
    return {error.offset(), error.length(), error.diagnostics().front()};
  }
  FAIL_CHECK("accepted: " << text.substr(0, 60));
  return {};
}

/// The part of the text that is blamed.
std::string blamed(const std::string& text) {
  const Found found = fault(text);
  return text.substr(found.offset, found.length);
}

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

}  // namespace

TEST_CASE("syntax errors point to what is wrong") {
  CHECK(fault("x +").offset == 3);
  CHECK(fault("").message.found == "empty expression");
  CHECK(fault("  ").offset == 2);
  CHECK(blamed("x + * y") == "*");
  CHECK(fault("2*(x + 1").offset == 2);
  CHECK(fault("2*(x + 1").message.found == "'(' is never closed");
  CHECK(fault("sin((x)").offset == 3);
  CHECK(blamed("x + 1)") == ")");
  CHECK(blamed("x $ y") == "$");
  CHECK(blamed("x ? 1, 2") == ",");
  CHECK(fault("x ? 1").offset == 5);
}

TEST_CASE("a prefix is not taken for the whole") {
  CHECK(blamed("x y") == "y");
  CHECK(blamed("2x") == "x");
  CHECK(fault("2x").message.advice == "2*x");
  CHECK(fault("2 sin(x)").message.advice == "2*sin");
  CHECK(blamed("1.2.3") == ".3");
  CHECK(blamed("1e") == "e");
  CHECK(blamed("0x10") == "x10");
}

TEST_CASE("letters that x3 reads as numbers are names") {
  CHECK(blamed("nano") == "nano");
  CHECK(blamed("nan") == "nan");
  CHECK(blamed("inf") == "inf");
  CHECK(blamed("infinity*x") == "infinity");
}

TEST_CASE("unknown names come with the nearest known one") {
  CHECK(blamed("1 + zeta*x") == "zeta");
  CHECK(fault("X").message.advice == "x");
  CHECK(fault("siin(x)").message.advice == "sin");
  CHECK(fault("ln(x)").message.advice == "log");
  CHECK(fault("fabs(x)").message.advice == "abs");
  CHECK(fault("time").message.advice == "t");
  CHECK(fault("Pi").message.advice == "pi");
  CHECK(fault("sigmma", {{"x"}, {{"sigma", 1}}, true, {}}).message.advice == "sigma");
  CHECK(fault("sig", {{"x"}, {{"sigma", 1}}, true, {}}).message.advice == "sigma");
  CHECK(fault("x*t", {{"x"}, {}, false, {}}).message.found == "'t' is not available here");
  CHECK(fault("z", {{"x"}, {}, true, {"z"}}).message.found == "'z' is not available here");
}

TEST_CASE("functions need parentheses and the right number of arguments") {
  CHECK(fault("sin x").message.legal == "sin(...)");
  CHECK(blamed("x(2)") == "x");
  CHECK(fault("x(2)").message.found == "'x' is no function");
  CHECK(blamed("1 + sin(x, y) + 2") == "sin(x, y)");
  CHECK(blamed("max(1, 2, 3)") == "max(1, 2, 3)");
  CHECK(fault("max(1, 2, 3)").message.advice == "max(a, max(b, c))");
  CHECK(fault("sin()").message.found == "sin has 0 arguments");
  CHECK(fault("sin(,x)").message.found == "',' where a value should be");
  CHECK(fault("sin(*x)").message.found == "'*' where a value should be");
  CHECK(fault("sin(").offset == 4);
  CHECK(fault("sin(x,)").message.found == "')' where a value should be");
}

TEST_CASE("a comma is no decimal sign") {
  CHECK(fault("0,3*x").offset == 1);
  CHECK(fault("0,3*x").message.advice == "0.3");
  CHECK(fault("(0,3)*x").offset == 2);
  CHECK(fault("sin(0,3*x)").message.advice == "a decimal point: 0.3");
  CHECK(fault("min(0,5, x)").message.advice == "a decimal point: 0.5");
}

TEST_CASE("there are no assignments, strings, loops or other languages' signs") {
  CHECK(blamed("x = 3") == "=");
  CHECK(fault("x = 3").message.advice == "== to compare");
  CHECK(blamed("x**2") == "**");
  CHECK(fault("x**2").message.advice == "^ for powers");
  CHECK(blamed("x % 2") == "%");
  CHECK(blamed("x; y") == ";");
  CHECK(blamed("\"x\"") == "\"");
  CHECK(blamed("x[1]") == "[");
  CHECK(blamed("|x|") == "|");
  CHECK(blamed("!x") == "!");
  CHECK(blamed("x & y") == "&");
  CHECK(fault("0 < x < 1").message.advice == "a < b && b < c");
}

TEST_CASE("characters outside ASCII are named by their code points") {
  CHECK(fault("x \u2212 1").message.found == "U+2212, the minus sign of typesetters");
  CHECK(fault("x \u2212 1").message.advice == "-");
  CHECK(blamed("x \u2212 1") == "\u2212");
  CHECK(fault("2\u00b7x").message.advice == "*");
  CHECK(fault("x\u00b2").message.advice == "^2");
  CHECK(fault(std::string("x +\0 1", 6)).message.found == "U+0000, a zero byte");
  CHECK(fault("x\x1b").message.found == "U+001B, a control character");
  CHECK(fault("x + \xff").message.found == "byte 0xFF, which is no UTF-8");
  CHECK(fault("\xe2\x88").length == 1);
  CHECK(blamed("\U0001F600") == "\U0001F600");
}

TEST_CASE("constant parts must be finite, unless they make a finite whole") {
  CHECK(blamed("x*log(-1)") == "log(-1)");
  CHECK(fault("x*log(-1)").message.found == "log(-1) is nan");
  CHECK(blamed("1/0") == "1/0");
  CHECK(blamed("x + (0/0)") == "0/0");
  CHECK(blamed("1e999*x") == "1e999");
  CHECK(value("1/(1 + exp(1000))") == 0);
}

TEST_CASE("names of a scope must not shadow each other or names of expressions") {
  CHECK_THROWS_AS(Expression::parse("1", {{"t"}, {}, true, {}}), Error);
  CHECK_THROWS_AS(Expression::parse("1", {{"sin"}, {}, true, {}}), Error);
  CHECK_THROWS_AS(Expression::parse("1", {{"x", "x"}, {}, true, {}}), Error);
  CHECK_THROWS_AS(Expression::parse("1", {{"x"}, {{"x", 1}}, true, {}}), Error);
  CHECK_THROWS_AS(Expression::parse("1", {{"x"}, {{"pi", 3}}, true, {}}), Error);
  CHECK(is_reserved_name("time"));
  CHECK(is_reserved_name("heaviside"));
  CHECK_FALSE(is_reserved_name("x"));
}

TEST_CASE("nesting has a limit and never exhausts the stack") {
  CHECK(value(repeated("(", 200) + "x" + repeated(")", 200), 3) == 3);
  CHECK(value(repeated("-", 200) + "x", 3) == 3);
  for (const std::string part : {"(", "-", "+", "sin(", "2^", "x?1:", "x?(", "-(", "max(1,"}) {
    const Found found = fault(repeated(part, 60000 / static_cast<int>(part.size())) + "x");
    CHECK_MESSAGE(found.message.found == "nested more than 200 deep", part);
  }
}

TEST_CASE("long texts are refused before they are read") {
  const Found found = fault(repeated("(", 1000000));
  CHECK(found.message.found == "an expression of 1000000 bytes");
  CHECK(fault(repeated("x+", 1000000) + "x").message.legal == "at most 65536");
}

TEST_CASE("the number of different parts is limited") {
  CHECK(fault(repeated("x+", 30000) + "x").message.found == "an expression of more than 10000 different parts");
  CHECK(value(repeated("x+", 9000) + "x", 1) == 9001);
  // common parts count once
  CHECK(value(repeated("(x+1)*0.5+", 6000) + "x", 1) == 6001);
}

TEST_CASE("texts at the limits are read in milliseconds") {
  const auto start = std::chrono::steady_clock::now();
  parsed(repeated("sin(x)*x+", 3000) + "x");
  fault(repeated("x+", 32000) + "x");
  fault(repeated("x*", 32000) + "*");
  fault(std::string(65536, 'a'));
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  CHECK(taken.count() < 5);  // 20 ms in a release build; sanitizers and busy machines take longer
}
