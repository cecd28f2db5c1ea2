// SPDX-License-Identifier: MIT
#include "expression/parts.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace fokker::expression {

ParseState::ParseState(std::string_view text, const ExpressionScope& scope) : text_(text), scope_(scope) {
  for (std::size_t k = 0; k < scope.variables.size(); ++k) axes_.emplace(scope.variables[k], static_cast<int>(k));
}

Part ParseState::made(int node, Span span) {
  if (builder_.size() > Expression::most_nodes)
    fail(span, fmt::format("an expression of more than {} different parts", Expression::most_nodes));
  spans_.emplace(node, span);
  return {node, span};
}

Part ParseState::number(Span span) {
  double value = 0;
  const char* const end = text_.data() + span.end;
  const auto [stop, error] = std::from_chars(text_.data() + span.begin, end, value);
  if (error != std::errc() || stop != end)
    fail(span, "a number beyond the range of double precision", "0, or 5e-324 to 1.7976931348623157e308");
  return made(builder_.number(value), span);
}

Part ParseState::name(Span span) {
  const std::string_view word = part_of_text(span);
  if (const auto axis = axes_.find(word); axis != axes_.end()) return made(builder_.variable(axis->second), span);
  if (const auto value = scope_.parameters.find(std::string(word)); value != scope_.parameters.end())
    return made(builder_.number(value->second), span);
  if (word == "t" && scope_.allow_time) return made(builder_.time(), span);
  for (const auto& constant : constants())
    if (constant.name == word) return made(builder_.number(constant.value), span);
  fail_unknown_name(text_, span, scope_);
}

Op ParseState::function(Span span) const {
  for (const auto& function : functions())
    if (function.name == part_of_text(span)) return function.op;
  fail_unknown_function(text_, span, scope_);
}

Part ParseState::call(const Call& call) {
  const Span whole{call.name.begin, text_.rfind(')', call.end - 1) + 1};
  const auto& arguments = call.arguments;
  const int wanted = arity(call.op);
  if (static_cast<int>(arguments.size()) != wanted)
    fail_arguments(text_, whole, part_of_text(call.name), arguments.size(), wanted);
  const auto argument = [&](std::size_t k) { return k < arguments.size() ? arguments[k].node : -1; };
  return made(builder_.make(call.op, argument(0), argument(1), argument(2)), whole);
}

Part ParseState::make(Op op, Span span, const Part& a, const Part& b, const Part& c) {
  return made(builder_.make(op, a.node, b.node, c.node), span);
}

void ParseState::enter(std::size_t place) {
  if (++depth_ <= Expression::deepest) return;
  fail({place, place + 1}, fmt::format("nested more than {} deep", Expression::deepest),
       "fewer parentheses, signs, powers and conditions inside each other");
}

void ParseState::fail_at(std::size_t place, bool wants_value) const {
  fail_syntax(text_, place, wants_value, open_.empty() ? std::string_view::npos : open_.back());
}

std::shared_ptr<const Tree> ParseState::finished(const Part& whole) const {
  std::vector<int> origin;
  auto tree = std::make_shared<const Tree>(builder_.take(whole.node, scope_.variables, &origin));
  const auto depends = dependences(*tree);
  const std::vector<double> unknown(tree->variables.size(), 0.0);
  const auto values = values_at(*tree, unknown.data(), 0);
  // Finite constants were folded. An infinite one may still give a finite whole, as in 1/(1 + exp(1000)).
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (depends[i].space || depends[i].time || std::isfinite(values[i])) continue;
    const auto place = spans_.find(origin[i]);
    if (std::isnan(values[i]) || i + 1 == values.size())
      fail(place == spans_.end() ? whole.span : place->second,
           fmt::format("{} is {}", text_of(*tree, static_cast<int>(i), 200), values[i]), "finite values");
  }
  return tree;
}

}  // namespace fokker::expression
