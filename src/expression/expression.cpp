// SPDX-License-Identifier: MIT
#include "fokker/expression/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "expression/derivative.hpp"
#include "expression/tree.hpp"

namespace fokker {

using expression::Node;
using expression::Op;
using expression::Tree;
using expression::TreeBuilder;

namespace {

constexpr std::size_t kLongestOutput = std::size_t{1} << 20;
constexpr std::size_t kLongestQuote = 200;

/// Position of a variable, -1 for t.
int axis_of(const Tree& tree, std::string_view name) {
  if (name == "t") return -1;
  const auto found = std::find(tree.variables.begin(), tree.variables.end(), name);
  if (found == tree.variables.end()) {
    std::string legal = "t";
    for (const auto& variable : tree.variables) legal += ", " + variable;
    throw Error(Fault::problem, fmt::format("'{}' is no variable of the expression", name), legal);
  }
  return static_cast<int>(found - tree.variables.begin());
}

Expression combined(Op op, const Tree& a, const Tree& b) {
  if (a.variables != b.variables) throw Error(Fault::internal, "expressions in different variables cannot be combined");
  TreeBuilder builder;
  const int left = builder.copy(a), right = builder.copy(b);
  return Expression(std::make_shared<const Tree>(builder.take(builder.make(op, left, right), a.variables)));
}

bool is_jump(Op op) {
  return op == Op::floor || op == Op::sign || op == Op::step || (op >= Op::less && op <= Op::not_equal);
}

bool is_kink(Op op) { return op == Op::abs || op == Op::min || op == Op::max; }

/// The operand to blame for a value that is not finite, -1 if all that matter are finite.
int culprit(const Node& node, const std::vector<double>& values) {
  const auto is_bad = [&](int child) { return child >= 0 && !std::isfinite(values[static_cast<std::size_t>(child)]); };
  if (node.op == Op::select && !is_bad(node.child[0]))
    return node.child[values[static_cast<std::size_t>(node.child[0])] != 0 ? 1 : 2];
  const auto found = std::find_if(node.child.begin(), node.child.end(), is_bad);
  return found == node.child.end() ? -1 : *found;
}

std::string place(const Tree& tree, const Vector& point, double t, bool with_time) {
  std::string text;
  for (std::size_t k = 0; k < tree.variables.size(); ++k)
    text += fmt::format("{}{} = {}", k == 0 ? "" : ", ", tree.variables[k], point[static_cast<Eigen::Index>(k)]);
  if (with_time) text += fmt::format("{}t = {}", text.empty() ? "" : ", ", t);
  return text;
}

}  // namespace

ExpressionError::ExpressionError(std::size_t offset, std::size_t length, Diagnostic diagnostic)
    : Error(Fault::problem, std::move(diagnostic)), offset_(offset), length_(length) {}

Expression Expression::derivative(std::string_view name) const {
  return Expression(std::make_shared<const Tree>(expression::derivative(*tree_, axis_of(*tree_, name))));
}

Expression Expression::logarithmic_derivative(std::string_view name) const {
  return Expression(std::make_shared<const Tree>(expression::logarithmic_derivative(*tree_, axis_of(*tree_, name))));
}

std::vector<Expression::Break> Expression::breaks(std::string_view name) const {
  const auto depends = depending_on(*tree_, axis_of(*tree_, name));
  std::vector<Break> result;
  for (std::size_t i = 0; i < depends.size(); ++i) {
    const Op op = tree_->nodes[i].op;
    if (!depends[i] || (!is_jump(op) && !is_kink(op))) continue;
    result.push_back({text_of(*tree_, static_cast<int>(i), kLongestQuote), is_jump(op)});
  }
  return result;
}

std::optional<Expression::NonFinite> Expression::first_nonfinite(const Vector& point, double t) const {
  const std::vector<double> values = values_at(*tree_, point.data(), t);
  if (std::isfinite(values.back())) return std::nullopt;
  int node = tree_->root();
  for (int next = node; next >= 0; next = culprit(tree_->nodes[static_cast<std::size_t>(node)], values)) node = next;
  return NonFinite{text_of(*tree_, node, kLongestQuote), values[static_cast<std::size_t>(node)],
                   place(*tree_, point, t, depends_on_time())};
}

std::string Expression::bracketed() const { return bracketed_text(*tree_, kLongestOutput); }

std::string Expression::to_string() const { return text_of(*tree_, tree_->root(), kLongestOutput); }

bool Expression::depends_on(std::string_view name) const { return depending_on(*tree_, axis_of(*tree_, name)).back(); }

bool Expression::is_constant() const {
  const auto depends = dependences(*tree_).back();
  return !depends.space && !depends.time;
}

std::vector<std::string> Expression::names() const {
  std::vector<std::string> result;
  for (const auto& node : tree_->nodes) {
    if (node.op == Op::variable) result.push_back(tree_->variables[static_cast<std::size_t>(node.value)]);
    if (node.op == Op::time) result.emplace_back("t");
  }
  return result;
}

const std::vector<std::string>& Expression::variables() const { return tree_->variables; }

Expression operator+(const Expression& a, const Expression& b) { return combined(Op::add, *a.tree_, *b.tree_); }
Expression operator-(const Expression& a, const Expression& b) { return combined(Op::subtract, *a.tree_, *b.tree_); }
Expression operator*(const Expression& a, const Expression& b) { return combined(Op::multiply, *a.tree_, *b.tree_); }
Expression operator/(const Expression& a, const Expression& b) { return combined(Op::divide, *a.tree_, *b.tree_); }

Expression operator-(const Expression& a) {
  TreeBuilder builder;
  const int root = builder.copy(*a.tree_);
  return Expression(std::make_shared<const Tree>(builder.take(builder.make(Op::negate, root), a.variables())));
}

}  // namespace fokker
