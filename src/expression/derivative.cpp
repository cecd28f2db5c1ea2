// SPDX-License-Identifier: MIT
#include "expression/derivative.hpp"

#include <cmath>
#include <numbers>

namespace fokker::expression {
namespace {

/// Derivatives of the nodes of one builder, children before parents.
class Differentiator {
 public:
  explicit Differentiator(TreeBuilder& builder) : b_(builder) {}

  /// du, dv: derivatives of the first two operands (of the last two for select)
  int operator()(int i, int du, int dv) {
    const Node node = b_.node(i);
    const int u = node.child[0], v = node.child[1];
    switch (node.op) {
      case Op::negate:
        return b_.make(Op::negate, du);
      case Op::add:
        return b_.make(Op::add, du, dv);
      case Op::subtract:
        return b_.make(Op::subtract, du, dv);
      case Op::multiply:
        return sum(product(du, v), product(u, dv));
      case Op::divide:
        return quotient(i, u, v, du, dv);
      case Op::power:
        return power(i, u, v, du, dv);
      case Op::integer_power:
        return product(product(number(node.value), b_.make(Op::power, u, number(node.value - 1))), du);
      case Op::select:
        return b_.make(Op::select, u, du, dv);
      case Op::min:
        return b_.make(Op::select, b_.make(Op::less_equal, u, v), du, dv);
      case Op::max:
        return b_.make(Op::select, b_.make(Op::greater_equal, u, v), du, dv);
      case Op::atan2:
        return ratio(b_.make(Op::subtract, product(v, du), product(u, dv)), sum(square(u), square(v)));
      default:
        return b_.is_number(du, 0) ? du : product(slope(i, node.op, u), du);
    }
  }

 private:
  int number(double value) { return b_.number(value); }
  int sum(int a, int b) { return b_.make(Op::add, a, b); }
  int less(int a, int b) { return b_.make(Op::subtract, a, b); }
  int product(int a, int b) { return b_.make(Op::multiply, a, b); }
  int ratio(int a, int b) { return b_.make(Op::divide, a, b); }
  int square(int a) { return b_.integer_power(a, 2); }
  int root(int a) { return b_.make(Op::sqrt, a); }
  int inverse(int a) { return ratio(number(1), a); }

  int quotient(int i, int u, int v, int du, int dv) {
    if (b_.is_number(dv, 0)) return ratio(du, v);
    if (b_.is_number(du, 0)) return b_.make(Op::negate, ratio(product(u, dv), square(v)));
    return ratio(less(du, product(i, dv)), v);
  }

  int power(int i, int u, int v, int du, int dv) {
    int result = number(0);
    if (!b_.is_number(du, 0)) result = product(product(v, b_.make(Op::power, u, less(v, number(1)))), du);
    if (!b_.is_number(dv, 0)) result = sum(result, product(product(i, b_.make(Op::log, u)), dv));
    return result;
  }

  /// f'(u) of the node i = f(u)
  int slope(int i, Op f, int u) {
    using namespace std::numbers;
    switch (f) {
      case Op::sin:
        return b_.make(Op::cos, u);
      case Op::cos:
        return b_.make(Op::negate, b_.make(Op::sin, u));
      case Op::tan:
        return sum(number(1), square(i));
      case Op::asin:
        return inverse(root(less(number(1), square(u))));
      case Op::acos:
        return b_.make(Op::negate, inverse(root(less(number(1), square(u)))));
      case Op::atan:
        return inverse(sum(number(1), square(u)));
      case Op::sinh:
        return b_.make(Op::cosh, u);
      case Op::cosh:
        return b_.make(Op::sinh, u);
      case Op::tanh:
        return inverse(square(b_.make(Op::cosh, u)));  // 1 - tanh^2 would cancel
      case Op::exp:
        return i;
      case Op::expm1:
        return b_.make(Op::exp, u);
      case Op::log:
        return inverse(u);
      case Op::log1p:
        return inverse(sum(number(1), u));
      case Op::log2:
        return ratio(number(log2e), u);
      case Op::log10:
        return ratio(number(log10e), u);
      case Op::sqrt:
        return ratio(number(0.5), i);
      case Op::cbrt:
        return inverse(product(number(3), square(i)));
      case Op::abs:
        return b_.make(Op::sign, u);
      case Op::erf:
        return gauss(u, 2 * inv_sqrtpi);
      case Op::erfc:
        return gauss(u, -2 * inv_sqrtpi);
      default:
        return number(0);  // floor, sign, step and truth values are constant in pieces
    }
  }

  int gauss(int u, double factor) { return product(number(factor), b_.make(Op::exp, b_.make(Op::negate, square(u)))); }

  TreeBuilder& b_;
};

/// Derivatives of all nodes of `tree`, which is in `builder` with the same numbers.
std::vector<int> derivatives(TreeBuilder& builder, const Tree& tree, int axis) {
  Differentiator differentiate(builder);
  const int zero = builder.number(0), one = builder.number(1);
  std::vector<int> result(tree.nodes.size(), zero);
  const std::vector<bool> depends = depending_on(tree, axis);
  for (int i = 0; i <= tree.root(); ++i) {
    const Node& node = tree.nodes[static_cast<std::size_t>(i)];
    if (!depends[static_cast<std::size_t>(i)]) continue;
    if (arity(node.op) == 0) {
      result[static_cast<std::size_t>(i)] = one;
      continue;
    }
    const auto of_child = [&](std::size_t k) {
      return node.child[k] < 0 ? zero : result[static_cast<std::size_t>(node.child[k])];
    };
    const std::size_t first = node.op == Op::select ? 1 : 0;
    result[static_cast<std::size_t>(i)] = differentiate(i, of_child(first), of_child(first + 1));
  }
  return result;
}

/// A factor of a product, to the power `exponent`.
struct Factor {
  int node;
  double exponent;
};

/// Replaces a factor by its own factors; false if it has none.
bool take_apart(const Tree& tree, const Factor& factor, std::vector<Factor>& factors) {
  const Node& node = tree.nodes[static_cast<std::size_t>(factor.node)];
  const auto add = [&](std::size_t child, double exponent) {
    factors.push_back({node.child[child], factor.exponent * exponent});
    return true;
  };
  switch (node.op) {
    case Op::negate:
      return add(0, 1);
    case Op::multiply:
      return add(0, 1) && add(1, 1);
    case Op::divide:
      return add(0, 1) && add(1, -1);
    case Op::integer_power:
      return add(0, node.value);
    case Op::sqrt:
      return add(0, 0.5);
    case Op::power:
      if (const Node& by = tree.nodes[static_cast<std::size_t>(node.child[1])]; by.op == Op::number)
        return add(0, by.value);
      return false;
    default:
      return false;
  }
}

}  // namespace

Tree derivative(const Tree& tree, int axis) {
  TreeBuilder builder;
  builder.copy(tree);
  return builder.take(derivatives(builder, tree, axis)[static_cast<std::size_t>(tree.root())], tree.variables);
}

Tree logarithmic_derivative(const Tree& tree, int axis) {
  TreeBuilder builder;
  builder.copy(tree);
  const std::vector<int> slopes = derivatives(builder, tree, axis);
  int sum = builder.number(0);
  std::vector<Factor> factors = {{tree.root(), 1}};
  while (!factors.empty()) {
    const Factor factor = factors.back();
    factors.pop_back();
    if (builder.is_number(slopes[static_cast<std::size_t>(factor.node)], 0)) continue;
    if (take_apart(tree, factor, factors)) continue;
    const Node& node = tree.nodes[static_cast<std::size_t>(factor.node)];
    const int slope = node.op == Op::exp
                          ? slopes[static_cast<std::size_t>(node.child[0])]
                          : builder.make(Op::divide, slopes[static_cast<std::size_t>(factor.node)], factor.node);
    sum = builder.make(Op::add, sum, builder.make(Op::multiply, builder.number(factor.exponent), slope));
  }
  return builder.take(sum, tree.variables);
}

}  // namespace fokker::expression
