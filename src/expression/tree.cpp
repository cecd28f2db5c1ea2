// SPDX-License-Identifier: MIT
#include "expression/tree.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "expression/kernels.hpp"

namespace fokker::expression {
namespace {

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

bool commutes(Op op) { return op == Op::add || op == Op::multiply; }

/// Merging factors must not lose digits to overflow or underflow.
bool is_harmless(double value) { return std::isnormal(value); }

}  // namespace

bool operator==(const Node& a, const Node& b) {
  return a.op == b.op && a.child == b.child && bits(a.value) == bits(b.value);
}

std::size_t TreeBuilder::Hash::operator()(const Node& node) const {
  std::uint64_t hash = static_cast<std::uint64_t>(node.op);
  const auto mix = [&](std::uint64_t word) { hash = (hash ^ word ^ hash >> 29) * 0x9e3779b97f4a7c15u; };
  for (const int child : node.child) mix(static_cast<std::uint32_t>(child));
  mix(bits(node.value));
  return hash ^ hash >> 32;
}

int TreeBuilder::intern(Node node) {
  if (commutes(node.op)) {
    Node swapped = node;
    std::swap(swapped.child[0], swapped.child[1]);
    if (const auto found = known_.find(swapped); found != known_.end()) return found->second;
  }
  const auto [place, is_new] = known_.try_emplace(node, size());
  if (is_new) nodes_.push_back(node);
  return place->second;
}

int TreeBuilder::number(double value) { return intern({Op::number, {-1, -1, -1}, value}); }
int TreeBuilder::variable(int axis) { return intern({Op::variable, {-1, -1, -1}, static_cast<double>(axis)}); }
int TreeBuilder::time() { return intern({Op::time, {-1, -1, -1}, 0}); }

int TreeBuilder::make(Op op, int a, int b, int c) {
  const int count = arity(op);
  if (is_number(a) && (count < 2 || is_number(b)) && (count < 3 || is_number(c))) {
    const auto value = [&](int i) { return i < 0 ? 0.0 : node(i).value; };
    const double folded = apply({op, {a, b, c}, 0}, value(a), value(b), value(c));
    if (std::isfinite(folded)) return number(folded);  // else the part stays, so that a message can name it
  }
  return simplified(op, a, b, c);
}

int TreeBuilder::simplified(Op op, int a, int b, int c) {
  switch (op) {
    case Op::negate:
      return negate(a);
    case Op::add:
      return add(a, b);
    case Op::subtract:
      return subtract(a, b);
    case Op::multiply:
      return multiply(a, b);
    case Op::divide:
      return divide(a, b);
    case Op::power:
      return power(a, b);
    case Op::select:
      if (is_number(a)) return node(a).value != 0 ? b : c;
      if (b == c) return b;
      break;
    default:
      break;
  }
  return intern({op, {a, b, c}, 0});
}

int TreeBuilder::negate(int a) {
  const Node n = node(a);
  if (n.op == Op::negate) return n.child[0];
  if (n.op == Op::subtract) return make(Op::subtract, n.child[1], n.child[0]);
  if (n.op == Op::multiply && is_number(n.child[0]))
    return make(Op::multiply, number(-node(n.child[0]).value), n.child[1]);
  return intern({Op::negate, {a, -1, -1}, 0});
}

int TreeBuilder::add(int a, int b) {
  if (is_number(a, 0)) return b;
  if (is_number(b, 0)) return a;
  if (is_number(b) && node(b).value < 0) return make(Op::subtract, a, number(-node(b).value));
  if (node(b).op == Op::negate) return make(Op::subtract, a, node(b).child[0]);
  return intern({Op::add, {a, b, -1}, 0});
}

int TreeBuilder::subtract(int a, int b) {
  if (is_number(a, 0)) return make(Op::negate, b);
  if (is_number(b, 0)) return a;
  if (is_number(b) && node(b).value < 0) return make(Op::add, a, number(-node(b).value));
  if (node(b).op == Op::negate) return make(Op::add, a, node(b).child[0]);
  return intern({Op::subtract, {a, b, -1}, 0});
}

int TreeBuilder::multiply(int a, int b) {
  if (is_number(b) && !is_number(a)) std::swap(a, b);
  if (is_number(a, 0)) return number(0);
  if (is_number(a, 1)) return b;
  if (is_number(a, -1)) return make(Op::negate, b);
  const Node right = node(b);
  if (is_number(a) && right.op == Op::negate) return make(Op::multiply, number(-node(a).value), right.child[0]);
  if (is_number(a) && right.op == Op::multiply && is_number(right.child[0])) {
    const double product = node(a).value * node(right.child[0]).value;
    if (is_harmless(product)) return make(Op::multiply, number(product), right.child[1]);
  }
  return intern({Op::multiply, {a, b, -1}, 0});
}

int TreeBuilder::divide(int a, int b) {
  if (is_number(a, 0) && !is_number(b, 0)) return a;
  if (is_number(b, 1)) return a;
  if (is_number(b, -1)) return make(Op::negate, a);
  return intern({Op::divide, {a, b, -1}, 0});
}

int TreeBuilder::power(int a, int b) {
  constexpr double largest = 32;
  if (is_number(b, 0.5)) return make(Op::sqrt, a);
  if (!is_number(b)) return intern({Op::power, {a, b, -1}, 0});
  const double exponent = node(b).value;
  if (std::abs(exponent) <= largest && exponent == std::floor(exponent)) return integer_power(a, exponent);
  return intern({Op::power, {a, b, -1}, 0});
}

int TreeBuilder::integer_power(int base, double exponent) {
  if (exponent == 0) return number(1);
  if (exponent == 1) return base;
  return intern({Op::integer_power, {base, -1, -1}, exponent});
}

int TreeBuilder::copy(const Tree& tree) {
  std::vector<int> place(tree.nodes.size());
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    Node node = tree.nodes[i];
    for (int& child : node.child)
      if (child >= 0) child = place[static_cast<std::size_t>(child)];
    place[i] = intern(node);
  }
  return place.back();
}

Tree TreeBuilder::take(int root, std::vector<std::string> variables, std::vector<int>* origin) const {
  std::vector<int> place(nodes_.size(), -1);
  place[static_cast<std::size_t>(root)] = 0;
  for (int i = root; i >= 0; --i) {
    if (place[static_cast<std::size_t>(i)] < 0) continue;
    for (const int child : node(i).child)
      if (child >= 0) place[static_cast<std::size_t>(child)] = 0;
  }
  Tree tree{{}, std::move(variables)};
  if (origin) origin->clear();
  for (int i = 0; i <= root; ++i) {
    if (place[static_cast<std::size_t>(i)] < 0) continue;
    place[static_cast<std::size_t>(i)] = static_cast<int>(tree.nodes.size());
    Node copy = node(i);
    for (int& child : copy.child)
      if (child >= 0) child = place[static_cast<std::size_t>(child)];
    tree.nodes.push_back(copy);
    if (origin) origin->push_back(i);
  }
  return tree;
}

}  // namespace fokker::expression
