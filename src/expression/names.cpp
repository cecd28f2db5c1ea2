// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>

#include "expression/faults.hpp"
#include "expression/tree.hpp"
#include "fokker/core/spelling.hpp"

namespace fokker::expression {
namespace {

constexpr std::size_t kLongestName = 64;  // of names that are compared or shown

/// Names in other languages of functions and constants.
std::string other_language(std::string_view name) {
  static const std::vector<std::pair<std::string_view, std::string_view>> synonyms = {
      {"ln", "log"},   {"fabs", "abs"},  {"arcsin", "asin"},   {"arccos", "acos"}, {"arctan", "atan"},
      {"sgn", "sign"}, {"power", "pow"}, {"lg", "log10"},      {"theta", "step"},  {"time", "t"},
      {"fmin", "min"}, {"fmax", "max"},  {"arctan2", "atan2"}, {"where", "if"},    {"sqr", "x^2"},
  };
  for (const auto& [theirs, ours] : synonyms)
    if (name == theirs) return std::string(ours);
  return "";
}

std::string shown(std::string_view text, Span name) {
  const auto part = text.substr(name.begin, name.end - name.begin);
  return fmt::format("{}{}", part.substr(0, kLongestName), part.size() > kLongestName ? "..." : "");
}

std::vector<std::string> names_of(const ExpressionScope& scope) {
  std::vector<std::string> names = scope.variables;
  for (const auto& parameter : scope.parameters) names.push_back(parameter.first);
  if (scope.allow_time) names.emplace_back("t");
  for (const auto& constant : constants()) names.emplace_back(constant.name);
  return names;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& function : functions()) names.emplace_back(function.name);
  return names;
}

std::string list(const std::vector<std::string>& names) {
  constexpr std::size_t most = 40;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > most ? text + ", ..." : text;
}

struct Lookalike {
  std::uint32_t point;
  std::string_view name, advice;
};

constexpr Lookalike kLookalikes[] = {
    {0x2212, "the minus sign of typesetters", "-"},
    {0x2010, "a hyphen", "-"},
    {0x2011, "a hyphen", "-"},
    {0x2013, "an en dash", "-"},
    {0x2014, "an em dash", "-"},
    {0x00d7, "a multiplication sign", "*"},
    {0x00b7, "a middle dot", "*"},
    {0x22c5, "a dot operator", "*"},
    {0x00f7, "a division sign", "/"},
    {0x2215, "a division slash", "/"},
    {0x00b2, "a superscript", "^2"},
    {0x00b3, "a superscript", "^3"},
    {0x03c0, "the Greek letter", "pi"},
    {0x221a, "a root sign", "sqrt(...)"},
    {0x2264, "a sign", "<="},
    {0x2265, "a sign", ">="},
    {0x2260, "a sign", "!="},
    {0x00a0, "a no-break space", "a space"},
    {0x200b, "an invisible space", ""},
    {0xfeff, "a byte order mark", ""},
};

/// Code point at `begin` and its length in bytes; length 0 if the bytes are no UTF-8.
std::pair<std::uint32_t, std::size_t> code_point(std::string_view text, std::size_t begin) {
  const auto byte = [&](std::size_t i) {
    return begin + i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[begin + i])) : 0u;
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length == 0 || first >= 0xf8) return {first, 0};
  std::uint32_t point = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {first, 0};
    point = point << 6 | (byte(i) & 0x3f);
  }
  return {point, length};
}

[[noreturn]] void fail_character(std::string_view text, std::size_t position) {
  const auto [point, length] = code_point(text, position);
  const std::string legal = "letters, digits and signs of ASCII";
  if (length == 0) fail({position, position + 1}, fmt::format("byte 0x{:02X}, which is no UTF-8", point), legal);
  const Span span{position, position + length};
  if (point == 0) fail(span, "U+0000, a zero byte", legal);
  for (const auto& lookalike : kLookalikes)
    if (lookalike.point == point)
      fail(span, fmt::format("U+{:04X}, {}", point, lookalike.name), legal, std::string(lookalike.advice));
  fail(span, fmt::format("U+{:04X}, {}", point, point < 0x80 ? "a control character" : "a character outside ASCII"),
       legal);
}

}  // namespace

std::string meant_name(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string ours = other_language(lower_case(name));
  return ours.empty() ? nearest_name(name, candidates) : ours;
}

void check_scope(const ExpressionScope& scope) {
  std::set<std::string_view> seen;
  const auto check = [&](const std::string& name) {
    if (is_reserved_name(name))
      throw Error(Fault::problem, fmt::format("'{}' has a meaning in expressions", name), "other names");
    if (!seen.insert(name).second) throw Error(Fault::problem, fmt::format("'{}' means two things", name));
  };
  for (const auto& name : scope.variables) check(name);
  for (const auto& parameter : scope.parameters) check(parameter.first);
}

void check_characters(std::string_view text) {
  if (text.size() > Expression::longest_text)
    fail({Expression::longest_text, text.size()}, fmt::format("an expression of {} bytes", text.size()),
         fmt::format("at most {}", Expression::longest_text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x7f || (c < ' ' && !(c >= '\t' && c <= '\r'))) fail_character(text, i);
  }
}

void fail_unknown_name(std::string_view text, Span name, const ExpressionScope& scope) {
  const std::string word = shown(text, name);
  const auto functions = function_names();
  const auto& elsewhere = scope.unavailable;
  const std::vector<std::string> names = names_of(scope);
  if (std::find(functions.begin(), functions.end(), word) != functions.end())
    fail(name, fmt::format("function '{}' without arguments", word), fmt::format("{}(...)", word));
  if (word == "t" || std::find(elsewhere.begin(), elsewhere.end(), word) != elsewhere.end())
    fail(name, fmt::format("'{}' is not available here", word), list(names));
  std::vector<std::string> all = names;
  all.insert(all.end(), functions.begin(), functions.end());
  fail(name, fmt::format("unknown name '{}'", word), list(names), meant_name(word, all));
}

void fail_unknown_function(std::string_view text, Span name, const ExpressionScope& scope) {
  const std::string word = shown(text, name);
  auto names = names_of(scope);
  names.insert(names.end(), scope.unavailable.begin(), scope.unavailable.end());
  if (std::find(names.begin(), names.end(), word) != names.end())
    fail(name, fmt::format("'{}' is no function", word), list(function_names()), fmt::format("{}*(...)", word));
  fail(name, fmt::format("unknown function '{}'", word), list(function_names()), meant_name(word, function_names()));
}

}  // namespace fokker::expression
