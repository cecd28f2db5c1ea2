// SPDX-License-Identifier: MIT
#include "fokker/expression/expression.hpp"

#include <cmath>
#include <optional>

#include "fuzz/targets.hpp"

namespace fokker::fuzz {
namespace {

const ExpressionScope& scope() {
  static const ExpressionScope all = {{"x", "y"}, {{"s", 0.25}, {"width", 3}}, true, {"v"}};
  return all;
}

constexpr std::size_t quick_text = 5000;  // bytes of a derivative that are read back

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Its value at a point, which its text has, too; where the value is not finite there is a part that makes it so.
void check_values(const Expression& e) {
  const Vector point = (Vector(2) << 0.5, -1.25).finished();
  const double value = e.value(point, 0.25);
  require(e.first_nonfinite(point, 0.25).has_value() != std::isfinite(value), "a place for what is not finite");
  const std::string text = e.to_string();
  if (text.size() > quick_text) return;
  Points points(1, 2);
  points.row(0) = point.transpose().array();
  Array block(1);
  e.at(0.25)(points, block);
  require(same(block[0], value), "blocks and points agree");
  std::optional<Expression> again;  // what was taken apart can be deeper than what may be written
  if (reads([&] { again = Expression::parse(text, scope()); }))
    require(same(again->value(point, 0.25), value), "a formula's text has its value");
}

}  // namespace

int fuzz_expression(const std::uint8_t* bytes, std::size_t size) {
  if (size > quick_text) return -1;
  const std::string_view text = text_of(bytes, size);
  std::optional<Expression> e;
  reads([&] {
    try {
      e = Expression::parse(text, scope());
    } catch (const ExpressionError& error) {
      require(error.offset() <= text.size() && error.length() <= text.size() - error.offset(), "a place in the text");
    }
  });
  if (!e) return 0;
  check_values(*e);
  reads([&] { check_values(e->derivative("x")); });
  reads([&] { e->logarithmic_derivative("y").value(Vector::Zero(2), 0); });
  e->breaks("x");
  return 0;
}

}  // namespace fokker::fuzz
