// SPDX-License-Identifier: MIT
#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fokker {
namespace {

/// Whether bytes are one character of UTF-8; in a file that is no text they may be anything.
bool is_character(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  return bytes.size() == length && std::all_of(bytes.begin() + 1, bytes.end(),
                                               [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "'" : ", '") + shown(name) + "'";
  return text;
}

std::string quoted_alternatives(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "\"" : " | \"") + word + "\"";
  return text;
}

std::string shown(std::string_view text, std::size_t limit) {
  std::string result;
  std::size_t position = 0;
  while (position < text.size() && result.size() < limit) {
    const std::size_t begin = position;
    const char32_t point = next_code_point(text, position);
    const std::string_view bytes = text.substr(begin, position - begin);
    if (!is_character(bytes)) {
      result += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[begin]));
      position = begin + 1;
    } else if (is_deceptive(point) || point == '\n' || point == '\t') {
      result += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(point));
    } else {
      result += bytes;
    }
  }
  return position < text.size() ? result + "..." : result;
}

std::optional<double> to_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || !(is_letter(text.front()) || text.front() == '_')) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || c == '_' || (c >= '0' && c <= '9'); });
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(text[position++]);
  const int tail = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  char32_t point = tail == 0 ? lead : lead & (0x3Fu >> tail);
  for (int i = 0; i < tail && position < text.size(); ++i)
    point = (point << 6) | (static_cast<unsigned char>(text[position++]) & 0x3Fu);
  return point;
}

bool is_deceptive(char32_t point) {
  if (point < 0x20) return point != '\t' && point != '\n';
  return (point >= 0x7F && point <= 0x9F) || point == 0x61C || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

}  // namespace fokker
