// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "expression/faults.hpp"
#include "expression/tree.hpp"
#include "fokker/expression/expression.hpp"

namespace fokker::expression {

/// A part of the text and its node.
struct Part {
  int node = -1;
  Span span;
};

struct Call {
  Span name;
  std::size_t end = 0;  ///< behind ')' and spaces
  Op op = Op::number;
  std::vector<Part> arguments;
};

/// Actions of the grammar. Nodes made on a path that the grammar leaves again do no harm: nothing refers to
/// them. Every function throws ExpressionError where the text is at fault.
class ParseState {
 public:
  ParseState(std::string_view text, const ExpressionScope& scope);

  Part number(Span span);
  Part name(Span span);
  Op function(Span span) const;
  Part call(const Call& call);
  Part make(Op op, Span span, const Part& a, const Part& b = {}, const Part& c = {});

  void enter(std::size_t place);
  void leave() { --depth_; }
  /// `place` is behind the parenthesis.
  void open(std::size_t place) { open_.push_back(text_.rfind('(', place - 1)); }
  void close() { open_.pop_back(); }

  [[noreturn]] void fail_at(std::size_t place, bool wants_value) const;

  /// The tree of the whole; constant parts must be finite.
  std::shared_ptr<const Tree> finished(const Part& whole) const;

 private:
  Part made(int node, Span span);
  std::string_view part_of_text(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  std::string_view text_;
  const ExpressionScope& scope_;
  std::unordered_map<std::string_view, int> axes_;
  TreeBuilder builder_;
  std::unordered_map<int, Span> spans_;  // where a node first appeared
  std::vector<std::size_t> open_;
  int depth_ = 0;
};

}  // namespace fokker::expression
