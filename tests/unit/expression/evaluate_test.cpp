// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cmath>
#include <thread>

#include "expression/program.hpp"
#include "unit/expression/expressions.hpp"

using namespace fokker;
using namespace fokker::test;

namespace {

const std::vector<std::string> kTexts = {
    "2*x^3 - 3*x^2 + 0.5*x + sin(x)",
    "x",
    "y",
    "3",
    "t",
    "sin(t)*2",
    "x*t",
    "sin(x)*cos(t) + exp(-y^2)*t + log(x^2 + 1)",
    "if(t > 0.5, x, y)",
    "if(x > y, t, 2)",
    "x + x*x + (x + x*x)*(x + x*x)",
    "atan2(y, x) + tanh(x)*erf(y)^5 - floor(3*x)/(2 + t)",
    "1/x + log(y)",
};

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

TEST_CASE("blocks give the values of single points, whatever their length") {
  for (const auto& text : kTexts) {
    const Expression e = parsed(text);
    for (const Eigen::Index n : {0, 1, 7, 255, 256, 257, 1000}) {
      const Points x = Points::Random(n, 2) * 3;
      Array values = Array::Constant(n, -77);
      e.at(0.7)(x, values);
      for (Eigen::Index i = 0; i < n; ++i) {
        const double expected = e.value(x.row(i).transpose().matrix(), 0.7);
        if (!same(values[i], expected)) FAIL_CHECK(text << " at point " << i << " of " << n);
      }
    }
  }
}

TEST_CASE("fixed points give the same values at every time") {
  const Points x = Points::Random(300, 2);
  for (const auto& text : kTexts) {
    const Expression e = parsed(text);
    const FieldInTime field = e.on(x);
    const ScalarFieldAt compiled = e.over_time();
    for (const double t : {0.0, 0.3, 0.7}) {
      Array once(300), again(300), third(300);
      e.at(t)(x, once);
      field(t, again);
      compiled(t)(x, third);
      for (Eigen::Index i = 0; i < 300; ++i)
        if (!same(once[i], again[i]) || !same(once[i], third[i]))
          FAIL_CHECK(text << " at point " << i << ", t = " << t);
    }
  }
}

TEST_CASE("blocks of rows and columns of longer arrays are read and written in place") {
  const Expression e = parsed("x - 10*y");
  Points all = Points::Random(50, 3);
  Points results = Points::Zero(50, 2);
  e.at(0)(all.middleRows(10, 20), results.col(1).segment(10, 20));
  CHECK(results.col(1)[10] == all(10, 0) - 10 * all(10, 1));
  CHECK(results.col(1)[29] == all(29, 0) - 10 * all(29, 1));
  CHECK(results.col(1)[9] == 0);
  CHECK(results.col(1)[30] == 0);
}

TEST_CASE("a field may be called from several threads and outlives its expression") {
  ScalarField field;
  { field = parsed("sin(x)*exp(y) + x/(1 + y^2)").at(0); }
  const Points x = Points::Random(5000, 2);
  Array expected(5000);
  field(x, expected);
  std::vector<Array> found(4, Array(5000));
  std::vector<std::thread> threads;
  for (auto& values : found)
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k) field(x, values);
    });
  for (auto& thread : threads) thread.join();
  for (const auto& values : found) CHECK((values == expected).all());
}

TEST_CASE("points of too low a dimension are refused") {
  Array values(3);
  CHECK_THROWS_AS(parsed("x").at(0)(Points::Zero(3, 1), values), Error);
}
