// SPDX-License-Identifier: MIT
#include "expression/faults.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fokker::expression {
namespace {

constexpr std::string_view kOperators = "+ - * / ^ < <= > >= == != && || ? :";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::size_t skip_spaces(std::string_view text, std::size_t position) {
  while (position < text.size() && is_space(text[position])) ++position;
  return position;
}

/// The word, number or single character at a position.
Span token(std::string_view text, std::size_t begin) {
  const auto belongs = [](char c) { return is_letter(c) || is_digit(c) || c == '.'; };
  std::size_t end = std::min(begin + 1, text.size());
  if (begin < text.size() && belongs(text[begin]))
    while (end < text.size() && belongs(text[end])) ++end;
  return {begin, end};
}

std::string quoted(std::string_view text, Span span) {
  constexpr std::size_t longest = 40;
  const auto part = text.substr(span.begin, std::min(span.end - span.begin, longest));
  return fmt::format("'{}{}'", part, span.end - span.begin > longest ? "..." : "");
}

/// True for a comma that looks like a decimal one: digits on both sides, no space.
bool is_decimal_comma(std::string_view text, std::size_t i) {
  return text[i] == ',' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
}

[[noreturn]] void fail_comma(std::string_view text, std::size_t position) {
  const bool decimal = is_decimal_comma(text, position);
  fail({position, position + 1}, "',' outside the arguments of a function",
       "a point as decimal sign, commas between arguments",
       decimal ? fmt::format("{}.{}", text[position - 1], text[position + 1]) : "");
}

struct Wrong {
  std::string_view text, found, advice;
};

/// Habits from other languages, longest first.
constexpr Wrong kHabits[] = {
    {"**", "'**'", "^ for powers"},
    {"&", "'&'", "&&"},
    {"|", "'|'", "|| for or, abs(x) for the absolute value"},
    {"=", "'=': there is no assignment", "== to compare"},
    {"!", "'!'", "!= to compare, == 0 for not"},
    {"%", "'%'", "x - n*floor(x/n)"},
    {";", "';': an expression is one value", ""},
    {"[", "'['", "parentheses"},
    {"{", "'{'", "parentheses"},
    {"\"", "a quotation mark: there is no text in expressions", ""},
    {"'", "a quotation mark: there is no text in expressions", ""},
};

void fail_habit(std::string_view text, std::size_t position) {
  if (position > 0 && text.substr(position - 1).starts_with("**")) --position;
  for (const Wrong& wrong : kHabits)
    if (text.substr(position).starts_with(wrong.text))
      fail({position, position + wrong.text.size()}, std::string(wrong.found), std::string(kOperators),
           std::string(wrong.advice));
}

[[noreturn]] void fail_missing_value(std::string_view text, std::size_t position) {
  const std::string legal = "a number, a name, a call or '('";
  if (position == text.size())
    fail({position, position}, text.empty() ? "empty expression" : "the expression ends where a value should follow",
         legal);
  fail(token(text, position), fmt::format("{} where a value should be", quoted(text, token(text, position))), legal);
}

[[noreturn]] void fail_missing_operator(std::string_view text, std::size_t position) {
  const Span found = token(text, position);
  std::size_t end = position;
  while (end > 0 && is_space(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && (is_letter(text[begin - 1]) || is_digit(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  const bool numbers = text[position] == '.' || (begin < end && is_digit(text[begin]) && is_digit(text[position]));
  const auto part = [&](Span span) {
    return text.substr(span.begin, std::min<std::size_t>(span.end - span.begin, 40));
  };
  fail(found, fmt::format("{} where an operator should be", quoted(text, found)), std::string(kOperators),
       numbers || begin == end ? "" : fmt::format("{}*{}", part({begin, end}), part(found)));
}

}  // namespace

void fail(Span span, std::string found, std::string legal, std::string advice) {
  throw ExpressionError(span.begin, span.end - span.begin,
                        Diagnostic{{}, {}, std::move(found), std::move(legal), std::move(advice)});
}

void fail_syntax(std::string_view text, std::size_t position, bool wants_value, std::size_t open) {
  position = skip_spaces(text, position);
  const char c = position < text.size() ? text[position] : '\0';
  if (c == ',' && !wants_value) fail_comma(text, position);
  if (c != '\0') fail_habit(text, position);
  if (wants_value) fail_missing_value(text, position);
  if (c == '\0' && open != std::string_view::npos) fail({open, open + 1}, "'(' is never closed", "')'");
  if (c == '\0') fail({position, position}, "the expression ends inside c ? a : b", "':'");
  if (c == ')') fail({position, position + 1}, "')' without '('", std::string(kOperators));
  if (c == '(' || c == '.' || is_letter(c) || is_digit(c)) fail_missing_operator(text, position);
  fail({position, position + 1}, fmt::format("{} means nothing here", quoted(text, {position, position + 1})),
       std::string(kOperators));
}

void fail_arguments(std::string_view text, Span call, std::string_view function, std::size_t given, int wanted) {
  std::string advice;
  for (std::size_t i = call.begin; i < call.end; ++i)
    if (advice.empty() && is_decimal_comma(text, i))
      advice = fmt::format("a decimal point: {}.{}", text[i - 1], text[i + 1]);
  if (advice.empty() && wanted == 2 && given > 2) advice = fmt::format("{0}(a, {0}(b, c))", function);
  fail(call, fmt::format("{} has {} argument{}", function, given, given == 1 ? "" : "s"), fmt::format("{}", wanted),
       advice);
}

}  // namespace fokker::expression
