// SPDX-License-Identifier: MIT
#include "process/power_product.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fokker/process/catalogue.hpp"
#include "fokker/process/custom.hpp"

using namespace fokker;

namespace {

Expression parsed(const std::string& text) { return Expression::parse(text, {{"x", "v"}, {}, true, {}}); }

}  // namespace

TEST_CASE("roots of one base meet in one power, whose derivative is finite where the root is 0") {
  const struct {
    const char *a, *b;
    double value, slope;  // at x = 2, v = 0; d/dv
  } rows[] = {{"0.3*sqrt(v)", "0.3*sqrt(v)", 0, 0.09},
              {"x*sqrt(v)", "-0.7*0.3*sqrt(v)", 0, -0.42},
              {"v^0.7", "v^0.7", 0, 0},
              {"-sqrt(v)/x", "sqrt(v)*v", 0, 0},
              {"sqrt(v + 4)*x", "sqrt(v + 4)", 8, 2}};
  for (const auto& row : rows) {
    INFO(row.a);
    const auto product = power_product(parsed(row.a), parsed(row.b));
    REQUIRE(product);
    const Vector at{{2, 0}}, near{{2, 0.5}};
    CHECK(std::abs(product->value(at, 0) - row.value) < 1e-14);
    CHECK(std::abs(product->derivative("v").value(at, 0) - row.slope) < 1e-14);
    CHECK(std::abs(product->value(near, 0) - parsed(row.a).value(near, 0) * parsed(row.b).value(near, 0)) < 1e-14);
  }
}

TEST_CASE("products without a common root stay as they are") {
  CHECK_FALSE(power_product(parsed("sqrt(x)"), parsed("sqrt(v)")));
  CHECK_FALSE(power_product(parsed("x*v"), parsed("x*v")));
  CHECK_FALSE(power_product(parsed("sqrt(x) + v"), parsed("sqrt(x) + v")));
}

TEST_CASE("a square root of noise written out has the drift in divergence form of the CIR process and a limit at 0") {
  const ExpressionScope scope{{"x"}, {}, true, {}};
  const Process written = custom_process({Expression::parse("1.5*(0.5 - x)", scope)},
                                         {Expression::parse("0.3*sqrt(x)", scope)}, Interpretation::ito);
  const Process known =
      cox_ingersoll_ross(Vector::Constant(1, 1.5), Vector::Constant(1, 0.5), Vector::Constant(1, 0.3));
  const Points x{{0.0}, {0.25}, {2.0}};
  Points a(3, 1), b(3, 1);  // which for CIR, whose noise ends at 0, jumps there
  written.divergence_drift(0)(x, a);
  known.divergence_drift(0)(x, b);
  CHECK((a - b).bottomRows(2).abs().maxCoeff() < 1e-15);
  CHECK(std::abs(a(0, 0) - (1.5 * 0.5 - 0.045)) < 1e-15);
}
