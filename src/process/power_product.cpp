// SPDX-License-Identifier: MIT
#include "process/power_product.hpp"

#include <cmath>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "expression/tree.hpp"

namespace fokker {
namespace {

using expression::Op;
using expression::TreeBuilder;

/// Exponents of the bases of a product, by the builder's number of the base.
using Exponents = std::map<int, double>;

/// Takes the product below `root` apart. @param factor  gets its numbers
void collect(const TreeBuilder& builder, int root, Exponents& exponents, double& factor) {
  std::vector<std::pair<int, double>> open = {{root, 1}};
  while (!open.empty()) {
    const auto [i, sign] = open.back();
    open.pop_back();
    const expression::Node& node = builder.node(i);
    const int u = node.child[0], v = node.child[1];
    if (node.op == Op::multiply || node.op == Op::divide) {
      open.emplace_back(u, sign);
      open.emplace_back(v, node.op == Op::divide ? -sign : sign);
    } else if (node.op == Op::negate) {
      factor = -factor;
      open.emplace_back(u, sign);
    } else if (node.op == Op::number) {
      factor *= std::pow(node.value, sign);
    } else if (node.op == Op::sqrt) {
      exponents[u] += 0.5 * sign;
    } else if (node.op == Op::power && builder.is_number(v)) {
      exponents[u] += builder.node(v).value * sign;
    } else {
      exponents[i] += sign;
    }
  }
}

bool is_broken(double exponent) { return exponent != std::floor(exponent); }

}  // namespace

std::optional<Expression> power_product(const Expression& a, const Expression& b) {
  TreeBuilder builder;
  Exponents of_a, of_b;
  double factor = 1;
  collect(builder, builder.copy(a.tree()), of_a, factor);
  collect(builder, builder.copy(b.tree()), of_b, factor);
  bool meet = false;
  for (const auto& [base, exponent] : of_b) {
    const auto other = of_a.find(base);
    meet = meet || (other != of_a.end() && is_broken(other->second) && is_broken(exponent));
    of_a[base] += exponent;
  }
  if (!meet || !std::isfinite(factor)) return std::nullopt;
  int product = builder.number(factor);
  for (const auto& [base, exponent] : of_a)
    product = builder.make(Op::multiply, product, builder.make(Op::power, base, builder.number(exponent)));
  return Expression(std::make_shared<const expression::Tree>(builder.take(product, a.variables())));
}

}  // namespace fokker
