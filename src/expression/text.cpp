// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <deque>

#include "expression/tree.hpp"

namespace fokker::expression {
namespace {

/// How strongly an operation binds; operands that bind less are put in parentheses.
enum Level { any, disjunction, conjunction, comparison, sum, product, sign, power, primary };

struct Infix {
  std::string_view symbol;
  Level level, left, right;
};

Infix infix(Op op) {
  switch (op) {
    case Op::add:
      return {" + ", sum, sum, product};
    case Op::subtract:
      return {" - ", sum, sum, product};
    case Op::multiply:
      return {"*", product, product, sign};
    case Op::divide:
      return {"/", product, product, sign};
    case Op::power:
      return {"^", power, primary, sign};
    case Op::less:
      return {" < ", comparison, sum, sum};
    case Op::less_equal:
      return {" <= ", comparison, sum, sum};
    case Op::greater:
      return {" > ", comparison, sum, sum};
    case Op::greater_equal:
      return {" >= ", comparison, sum, sum};
    case Op::equal:
      return {" == ", comparison, sum, sum};
    case Op::not_equal:
      return {" != ", comparison, sum, sum};
    case Op::both:
      return {" && ", conjunction, conjunction, comparison};
    case Op::either:
      return {" || ", disjunction, disjunction, conjunction};
    default:
      return {"", primary, any, any};
  }
}

Level level(const Node& node) {
  if (node.op == Op::number) return std::signbit(node.value) ? sign : primary;
  if (node.op == Op::negate) return sign;
  if (node.op == Op::integer_power) return power;
  return infix(node.op).level;
}

std::string number_text(double value) {
  for (const auto& constant : constants())
    if (value == constant.value) return std::string(constant.name);
  return fmt::format("{}", value);
}

std::string_view function_name(Op op) {
  for (const auto& function : functions())
    if (function.op == op) return function.name;
  return "";
}

/// Text of a tree from left to right, with parentheses where they are needed or around every operand that is no
/// single name, number or call. What remains to be written is on a stack, the next piece on top.
class Writer {
 public:
  Writer(const Tree& tree, bool every) : tree_(tree), every_(every) {}

  std::string write(int root, std::size_t limit) {
    rest_.push_back({"", root, any});
    while (!rest_.empty()) {
      const Piece piece = rest_.back();
      rest_.pop_back();
      text_ += piece.text;
      if (piece.node >= 0) expand(piece);
      if (text_.size() > limit) {
        text_.resize(limit);
        return text_ + "...";
      }
    }
    return text_;
  }

 private:
  struct Piece {
    std::string_view text;
    int node = -1;
    Level least = any;
  };

  void expand(const Piece& piece) {
    const Node& node = tree_.nodes[static_cast<std::size_t>(piece.node)];
    if (level(node) < (every_ && piece.least != any ? primary : piece.least)) {
      rest_.push_back({")"});
      text_ += '(';
    }
    const auto& child = node.child;
    if (const Infix form = infix(node.op); !form.symbol.empty()) {
      rest_.push_back({"", child[1], form.right});
      rest_.push_back({form.symbol});
      rest_.push_back({"", child[0], form.left});
    } else if (arity(node.op) == 0) {
      text_ += leaf(node);
    } else if (node.op == Op::negate) {
      text_ += '-';
      rest_.push_back({"", child[0], sign});
    } else if (node.op == Op::integer_power) {
      rest_.push_back({exponents_.emplace_back(fmt::format("^{}", node.value))});
      rest_.push_back({"", child[0], primary});
    } else {
      call(node);
    }
  }

  void call(const Node& node) {
    text_ += function_name(node.op);
    text_ += '(';
    rest_.push_back({")"});
    for (int k = arity(node.op); k-- > 0;) {
      rest_.push_back({"", node.child[static_cast<std::size_t>(k)], any});
      if (k > 0) rest_.push_back({", "});
    }
  }

  std::string leaf(const Node& node) const {
    if (node.op == Op::number) return number_text(node.value);
    return node.op == Op::time ? "t" : tree_.variables[static_cast<std::size_t>(node.value)];
  }

  const Tree& tree_;
  bool every_;
  std::string text_;
  std::vector<Piece> rest_;
  std::deque<std::string> exponents_;
};

}  // namespace

std::string text_of(const Tree& tree, int node, std::size_t limit) { return Writer(tree, false).write(node, limit); }

std::string bracketed_text(const Tree& tree, std::size_t limit) { return Writer(tree, true).write(tree.root(), limit); }

}  // namespace fokker::expression
