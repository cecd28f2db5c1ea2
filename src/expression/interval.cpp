// SPDX-License-Identifier: MIT
// Enclosures of a formula over boxes and intervals of time.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "expression/tree.hpp"
#include "fokker/expression/expression.hpp"

namespace fokker {
namespace enclosures {  // its own, since its words are those of other files

using expression::Node;
using expression::Op;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr Interval everything{-inf, inf};

Interval hull(Interval a, Interval b) { return {std::min(a.low, b.low), std::max(a.high, b.high)}; }

/// Of two numbers, nan (0 times infinity) as 0: an end that is reached by no product of inner numbers.
double product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

Interval times(Interval a, Interval b) {
  const double p = product(a.low, b.low), q = product(a.low, b.high), r = product(a.high, b.low),
               s = product(a.high, b.high);
  return {std::min({p, q, r, s}), std::max({p, q, r, s})};
}

Interval inverse(Interval a) {
  if (a.low <= 0 && a.high >= 0) return everything;
  return {1 / a.high, 1 / a.low};
}

Interval magnitude(Interval a) {
  if (a.low >= 0) return a;
  if (a.high <= 0) return {-a.high, -a.low};
  return {0, std::max(-a.low, a.high)};
}

/// A function that does not fall; outside of [least, most] it is not defined, and the interval is cut to that.
template <class Function>
Interval rising(Function&& f, Interval a, double least = -inf, double most = inf) {
  const double low = std::clamp(a.low, least, most), high = std::clamp(a.high, least, most);
  return {f(low), f(high)};
}

Interval cosine(Interval a) {
  constexpr double pi = std::numbers::pi;
  if (!(a.high - a.low < 2 * pi) || !(std::abs(a.low) < 1e15)) return {-1, 1};
  const double first = std::cos(a.low), last = std::cos(a.high);
  Interval result{std::min(first, last), std::max(first, last)};
  // multiples of pi between the ends
  const double turn = std::ceil(a.low / pi);
  for (double k = turn; k * pi <= a.high; ++k)
    (std::fmod(std::abs(k), 2) == 0 ? result.high : result.low) = std::fmod(std::abs(k), 2) == 0 ? 1 : -1;
  return result;
}

Interval integer_power(Interval a, double exponent) {
  if (exponent < 0) return inverse(integer_power(a, -exponent));
  const bool even = std::fmod(exponent, 2) == 0;
  return rising([&](double x) { return std::pow(x, exponent); }, even ? magnitude(a) : a);
}

Interval power(Interval a, Interval b) {
  if (a.low > 0) {
    const Interval exponent = times(b, {std::log(a.low), std::log(a.high)});
    return {std::exp(exponent.low), std::exp(exponent.high)};
  }
  if (b.low <= 0) return everything;
  if (b.low == b.high && b.low == std::floor(b.low)) return integer_power(a, b.low);
  const double largest = magnitude(a).high;
  const double most = std::max(std::pow(largest, b.low), std::pow(largest, b.high));
  return {a.low < 0 ? -most : 0, most};
}

/// 1, 0, or both where it is not decided.
Interval truth(bool always, bool never) { return {always ? 1.0 : 0.0, never ? 0.0 : 1.0}; }

Interval comparison(Op op, Interval a, Interval b) {
  switch (op) {
    case Op::less:
      return truth(a.high < b.low, a.low >= b.high);
    case Op::less_equal:
      return truth(a.high <= b.low, a.low > b.high);
    case Op::greater:
      return truth(a.low > b.high, a.high <= b.low);
    case Op::greater_equal:
      return truth(a.low >= b.high, a.high < b.low);
    case Op::equal:
      return truth(a.low == a.high && b.low == b.high && a.low == b.low, a.high < b.low || b.high < a.low);
    default:
      return truth(a.high < b.low || b.high < a.low, a.low == a.high && b.low == b.high && a.low == b.low);
  }
}

bool is_true(Interval a) { return a.low > 0 || a.high < 0; }
bool is_false(Interval a) { return a.low == 0 && a.high == 0; }

Interval logical(Op op, Interval a, Interval b, Interval c) {
  if (op == Op::select) return is_true(a) ? b : is_false(a) ? c : hull(b, c);
  if (op == Op::both) return truth(is_true(a) && is_true(b), is_false(a) || is_false(b));
  return truth(is_true(a) || is_true(b), is_false(a) && is_false(b));
}

/// Functions that do not fall where they are defined.
Interval monotone(const Node& node, Interval a) {
  const auto f = [&](double x) { return expression::apply(node, x, 0, 0); };
  switch (node.op) {
    case Op::asin:
      return rising(f, a, -1, 1);
    case Op::log:
    case Op::log2:
    case Op::log10:
    case Op::sqrt:
      return rising(f, a, 0, inf);
    case Op::log1p:
      return rising(f, a, -1, inf);
    default:
      return rising(f, a);
  }
}

Interval arithmetic(const Node& node, Interval a, Interval b) {
  switch (node.op) {
    case Op::negate:
      return {-a.high, -a.low};
    case Op::add:
      return {a.low + b.low, a.high + b.high};
    case Op::subtract:
      return {a.low - b.high, a.high - b.low};
    case Op::multiply:
      return times(a, b);
    case Op::divide:
      return times(a, inverse(b));
    case Op::power:
      return power(a, b);
    default:
      return integer_power(a, node.value);
  }
}

Interval function(const Node& node, Interval a, Interval b) {
  constexpr double quarter = std::numbers::pi / 2;
  switch (node.op) {
    case Op::sin:
      return cosine({a.low - quarter, a.high - quarter});
    case Op::cos:
      return cosine(a);
    case Op::tan:
      return times(cosine({a.low - quarter, a.high - quarter}), inverse(cosine(a)));
    case Op::acos:
    case Op::erfc: {
      const double least = node.op == Op::acos ? -1 : -inf, most = node.op == Op::acos ? 1 : inf;
      const Interval falling = rising([&](double x) { return -expression::apply(node, x, 0, 0); }, a, least, most);
      return {-falling.high, -falling.low};
    }
    case Op::atan2:
      return {-2 * quarter, 2 * quarter};
    case Op::cosh:
      return rising([](double x) { return std::cosh(x); }, magnitude(a));
    case Op::abs:
      return magnitude(a);
    case Op::min:
      return {std::min(a.low, b.low), std::min(a.high, b.high)};
    case Op::max:
      return {std::max(a.low, b.low), std::max(a.high, b.high)};
    default:
      return monotone(node, a);
  }
}

Interval enclosed(const Node& node, Interval a, Interval b, Interval c) {
  Interval result = node.op >= Op::less && node.op <= Op::not_equal         ? comparison(node.op, a, b)
                    : node.op >= Op::both && node.op <= Op::select          ? logical(node.op, a, b, c)
                    : node.op >= Op::negate && node.op <= Op::integer_power ? arithmetic(node, a, b)
                                                                            : function(node, a, b);
  if (std::isnan(result.low)) result.low = -inf;
  if (std::isnan(result.high)) result.high = inf;
  return result;
}

}  // namespace enclosures

Interval Expression::enclosure(const std::vector<Interval>& box, Interval t) const {
  using expression::Node, expression::Op;
  const expression::Tree& tree = *tree_;
  std::vector<Interval> values(tree.nodes.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Node& node = tree.nodes[i];
    const auto child = [&](std::size_t k) {
      return node.child[k] < 0 ? Interval{0, 0} : values[static_cast<std::size_t>(node.child[k])];
    };
    if (node.op == Op::number)
      values[i] = {node.value, node.value};
    else if (node.op == Op::variable)
      values[i] = box.at(static_cast<std::size_t>(node.value));
    else
      values[i] = node.op == Op::time ? t : enclosures::enclosed(node, child(0), child(1), child(2));
  }
  return values.back();
}

}  // namespace fokker
