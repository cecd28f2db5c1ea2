// SPDX-License-Identifier: MIT
#include "fokker/expression/expression.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>

#include "fuzz/formulas.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const ExpressionScope kScope = {{"x", "y"}, {{"s", 0.25}, {"width", 3}}, true, {}};

std::optional<Expression> parsed(const std::string& text) {
  try {
    return Expression::parse(text, kScope);
  } catch (const ExpressionError& error) {
    if (error.offset() + error.length() > text.size()) FAIL("fault outside the text: " << text);
    return std::nullopt;
  }
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

Points some_points(std::mt19937_64& random) {
  std::normal_distribution<double> normal(0, 2);
  Points x(9, 2);
  for (double& value : x.reshaped()) value = normal(random);
  x(0, 0) = 0;
  return x;
}

Array values(const Expression& e, const Points& x, double t) {
  Array result(x.rows());
  e.at(t)(x, result);
  return result;
}

/// Whole blocks, single points and fixed points agree, and so does what the text of the tree parses to.
void check_ways(const std::string& text, const Expression& e, const Points& x, double t) {
  const Array blocks = values(e, x, t);
  Array fixed(x.rows());
  e.on(x)(t, fixed);
  const auto again = parsed(e.to_string());
  const Array reread = again ? values(*again, x, t) : blocks;
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const Vector point = x.row(i).transpose().matrix();
    const double single = e.value(point, t);
    if (!same(single, blocks[i]) || !same(single, fixed[i]) || !same(single, reread[i]))
      FAIL_CHECK(text << " at " << point.transpose() << ", t = " << t << ": " << single << ", " << blocks[i] << ", "
                      << fixed[i] << ", " << reread[i] << " for " << e.to_string());
    const bool named = e.first_nonfinite(point, t).has_value();
    if (named == std::isfinite(single)) FAIL_CHECK(text << ": a value that is not finite has its place");
  }
}

/// Formulas as the grammar makes them: each reads back, evaluates in every way alike, and so do its derivatives.
void check_formulas(std::uint64_t first, std::uint64_t count) {
  std::uint64_t accepted = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    std::mt19937_64 random(seed);
    const std::string text = random_formula(random, 1 + static_cast<int>(seed % 7));
    const auto e = parsed(text);
    if (!e) continue;  // a constant part that is not finite
    ++accepted;
    const Points x = some_points(random);
    check_ways(text, *e, x, 0.5);
    for (const char* name : {"x", "t"}) {
      const Expression slope = e->derivative(name);
      if (slope.to_string().size() < 10000) check_ways(text, slope, x, 0.25);
    }
  }
  CHECK(accepted > count * 9 / 10);
}

/// Formulas with bytes changed: an expression or a fault with a place inside the text.
void check_garbage(std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    std::mt19937_64 random(seed);
    std::string text = random_formula(random, 1 + static_cast<int>(seed % 6));
    spoil(text, random);
    if (const auto e = parsed(text)) e->value(Vector::Constant(2, 0.5), 0.5);
  }
}

}  // namespace

TEST_CASE("random formulas read back, and evaluate alike in blocks, at points and after printing") {
  check_formulas(0, 5000);
}

TEST_CASE("spoiled formulas are read or refused with a place") { check_garbage(0, 20000); }

TEST_CASE("formulas have the value by which they were made") {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    std::mt19937_64 random(seed);
    const Points x = some_points(random);
    const Known known = known_formula(random, 6, x(1, 0), x(1, 1));
    const auto e = parsed(known.text);
    REQUIRE(e);
    const double found = e->value(x.row(1).transpose().matrix(), 0);
    // the bound is a running error analysis of the same formula
    if (!(std::abs(found - known.value) <= known.error))
      FAIL_CHECK(known.text << " = " << known.value << " +- " << known.error << ", not " << found);
  }
}

TEST_CASE("a million random formulas neither crash nor hang" * doctest::skip()) {
  check_formulas(1000000, 500000);
  check_garbage(1000000, 500000);
}
