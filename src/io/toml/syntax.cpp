// SPDX-License-Identifier: MIT
#include "io/toml/syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <regex>
#include <vector>

#include "core/text.hpp"
#include "fokker/core/error.hpp"

namespace fokker::io {
namespace {

constexpr int depth_limit = 64;

[[noreturn]] void fail(const std::string& name, std::string_view text, std::size_t position, std::string found,
                       std::string advice) {
  const std::string_view before = text.substr(0, position);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column = position - (before.find_last_of('\n') + 1) + 1;
  throw Error(Fault::problem,
              Diagnostic{fmt::format("{}:{}:{}", name, line, column), {}, std::move(found), {}, std::move(advice)});
}

std::string_view line_at(std::string_view text, std::size_t line) {
  for (std::size_t i = 1; i < line; ++i) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

/// End of the string that opens at `begin` (one past its closing quote, or the end of the text).
std::size_t end_of_string(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const std::string triple(3, quote);
  const bool multiline = text.substr(begin, 3) == triple;
  const std::string_view closing = multiline ? std::string_view(triple) : text.substr(begin, 1);
  std::size_t i = begin + closing.size();
  while (i < text.size() && text.substr(i, closing.size()) != closing) {
    if (!multiline && text[i] == '\n') return i;
    i += quote == '"' && text[i] == '\\' ? 2 : 1;
  }
  return std::min(text.size(), i + closing.size());
}

/// Where the key or header `name` first stands alone, as a line number; it is searched before line `before`.
std::optional<std::size_t> first_line_of(std::string_view text, const std::string& name, std::size_t before) {
  const std::string key = std::regex_replace(name, std::regex(R"([^A-Za-z0-9_\-])"), "\\$&");
  const std::regex header(R"(\s*\[)" + key + R"(\].*)");
  const std::regex assignment(R"(\s*)" + key + R"(\s*=.*)");
  std::optional<std::size_t> found;
  for (std::size_t line = 1; line < before; ++line) {
    const std::string content(line_at(text, line).substr(0, 500));
    if (std::regex_match(content, header)) return line;
    if (content.starts_with('[')) found.reset();
    if (!found && std::regex_match(content, assignment)) found = line;
  }
  return found;
}

std::string redefinition_hint(std::string_view text, std::size_t line, std::string_view description) {
  const auto open = description.find('\'');
  const auto close = description.rfind('\'');
  if (line > 1000 || open == std::string_view::npos || close <= open) return {};
  const std::string name(description.substr(open + 1, close - open - 1));
  const auto first = first_line_of(text, name, line);
  return first ? fmt::format("keep one of the two; the first is on line {}", *first) : std::string();
}

struct Hint {
  std::regex pattern;
  const char* advice;
};

/// Applied to the line on which the parser stopped, without its comment.
const std::vector<Hint>& hints() {
  static const std::vector<Hint> all = {
      {std::regex(R"(.*=\s*[+-]?\d+,\d+\s*)"), "TOML uses a decimal point: 0.5, not 0,5"},
      {std::regex(R"(.*[=,\[]\s*[+-]?\d+\.(?!\d).*)"), "digits after the decimal point: 1.0, not 1."},
      {std::regex(R"(.*[=,\[]\s*[+-]?\.\d.*)"), "a digit before the decimal point: 0.5, not .5"},
      {std::regex(R"(.*[=,\[]\s*[+-]?0\d.*)"), "a number without leading zeroes: 1, not 01"},
      {std::regex(R"(.*=\s*(True|TRUE|False|FALSE)\s*)"), "true or false in lower case"},
      {std::regex(R"(.*=\s*[A-Za-z][\w\-]*\s*)"), "quotes around text: key = \"value\""},
  };
  return all;
}

}  // namespace

void check_bytes(std::string_view text, const std::string& name) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    fail(name, text, 0, "the file is UTF-16", "save it as UTF-8");
  const auto nul = text.find('\0');
  if (nul != std::string_view::npos)
    fail(name, text, nul, "a NUL byte; the file may be UTF-16 or no text", "save it as UTF-8");
  for (auto i = text.find('\r'); i != std::string_view::npos; i = text.find('\r', i + 1))
    if (i + 1 == text.size() || text[i + 1] != '\n')
      fail(name, text, i, "a carriage return without line feed (old Mac line ends)",
           "save it with LF or CRLF line ends");
}

void check_depth(std::string_view text, const std::string& name) {
  int depth = 0;
  int dots = 0;  // of one dotted key: each opens a table
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '#') {
      i = std::min(text.size(), text.find('\n', i));
      continue;
    }
    if (c == '"' || c == '\'') {
      i = end_of_string(text, i);
      continue;
    }
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') depth = std::max(0, depth - 1);
    dots = c == '.' ? dots + 1 : std::string_view(",=[]{}\n").find(c) == std::string_view::npos ? dots : 0;
    if (depth > depth_limit || dots > depth_limit)
      fail(name, text, i, fmt::format("values nested more than {} deep", depth_limit), {});
    ++i;
  }
}

std::string_view number_token(std::string_view text, std::size_t line, std::size_t column) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string_view content = line_at(text, line);
  std::size_t position = 0;
  for (std::size_t i = 1; i < column && position < content.size(); ++i) next_code_point(content, position);
  const std::string_view rest = content.substr(position);
  return rest.substr(0, rest.find_first_not_of("+-0123456789._eE"));
}

std::string syntax_hint(std::string_view text, std::size_t line, std::size_t column, std::string_view description) {
  if (description.find("cannot redefine") != std::string_view::npos) return redefinition_hint(text, line, description);
  if (description.find("not representable in 64 bits") != std::string_view::npos)
    return "an integer within +-9.2e18, or a number with a decimal point";
  std::string_view content = line_at(text, line).substr(0, 500);
  const std::string stopped(trimmed(content.substr(0, content.find('#'))));
  if (description.find("could not be interpreted") != std::string_view::npos)
    return "a number in the range of a double (at most 1.8e308)";
  if (description.find("utf-8") != std::string_view::npos)
    return fmt::format("save the file as UTF-8 (byte near column {})", column);
  for (const auto& hint : hints())
    if (std::regex_match(stopped, hint.pattern)) return hint.advice;
  return {};
}

}  // namespace fokker::io
