// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fokker::expression {

enum class Op : std::uint8_t {
  number,
  variable,
  time,
  negate,
  add,
  subtract,
  multiply,
  divide,
  power,
  integer_power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  both,
  either,
  select,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  atan2,
  sinh,
  cosh,
  tanh,
  exp,
  expm1,
  log,
  log1p,
  log2,
  log10,
  sqrt,
  cbrt,
  abs,
  sign,
  floor,
  step,
  min,
  max,
  erf,
  erfc,
};

int arity(Op op);

/// A function as users write it. The first name of an operation is the one that text shows.
struct Function {
  std::string_view name;
  Op op;
};
const std::vector<Function>& functions();

struct Constant {
  std::string_view name;
  double value;
};
const std::vector<Constant>& constants();

struct Node {
  Op op = Op::number;
  std::array<int, 3> child = {-1, -1, -1};
  double value = 0;  ///< of a number; the axis of a variable; the exponent of an integer power

  friend bool operator==(const Node& a, const Node& b);
};

/// Nodes in an order in which children come before parents; the last one is the whole. Common parts appear once.
struct Tree {
  std::vector<Node> nodes;
  std::vector<std::string> variables;

  int root() const { return static_cast<int>(nodes.size()) - 1; }
};

/// Makes trees without recursion: equal nodes are one, constants are folded, identities simplified.
class TreeBuilder {
 public:
  int number(double value);
  int variable(int axis);
  int time();
  int make(Op op, int a, int b = -1, int c = -1);
  int integer_power(int base, double exponent);

  /// Adds a tree and returns its root.
  int copy(const Tree& tree);

  const Node& node(int i) const { return nodes_[static_cast<std::size_t>(i)]; }
  int size() const { return static_cast<int>(nodes_.size()); }
  bool is_number(int i) const { return node(i).op == Op::number; }
  bool is_number(int i, double value) const { return is_number(i) && node(i).value == value; }

  /// The part below `root` alone. `origin`, where given, receives the builder's index of each of its nodes.
  Tree take(int root, std::vector<std::string> variables, std::vector<int>* origin = nullptr) const;

 private:
  struct Hash {
    std::size_t operator()(const Node& node) const;
  };
  int intern(Node node);
  int simplified(Op op, int a, int b, int c);
  int add(int a, int b);
  int subtract(int a, int b);
  int multiply(int a, int b);
  int divide(int a, int b);
  int power(int a, int b);
  int negate(int a);

  std::vector<Node> nodes_;
  std::unordered_map<Node, int, Hash> known_;
};

/// Value of a node from the values of its children.
double apply(const Node& node, double a, double b, double c);

/// Values of all nodes at one point; of a variable, point[axis].
std::vector<double> values_at(const Tree& tree, const double* point, double t);

/// Which nodes depend on a coordinate, or on t.
struct Dependence {
  bool space = false;
  bool time = false;
};
std::vector<Dependence> dependences(const Tree& tree);

/// Nodes that depend on an axis (or on t, where axis < 0).
std::vector<bool> depending_on(const Tree& tree, int axis);

/// Text of the part below a node.
std::string text_of(const Tree& tree, int node, std::size_t limit);
/// Text of the whole with parentheses around every operation within another one.
std::string bracketed_text(const Tree& tree, std::size_t limit);

}  // namespace fokker::expression
