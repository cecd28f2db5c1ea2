// SPDX-License-Identifier: MIT
#pragma once
#include <fmt/format.h>

#include <string>

#include "fokker/expression/expression.hpp"

/// Short forms that the tests of expressions share.
namespace fokker::test {

inline ExpressionScope plane() { return {{"x", "y"}, {{"s", 0.25}}, true, {}}; }
inline Expression parsed(const std::string& text) { return Expression::parse(text, plane()); }
inline Vector point(double x, double y = 0) { return (Vector(2) << x, y).finished(); }
inline double value(const std::string& text, double x = 0, double y = 0, double t = 0) {
  return parsed(text).value(point(x, y), t);
}

}  // namespace fokker::test
