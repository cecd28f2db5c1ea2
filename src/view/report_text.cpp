// SPDX-License-Identifier: MIT
#include "view/report_text.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace fokker::view::html {
namespace {

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }

std::string base64(const std::string& bytes) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve(4 * ((bytes.size() + 2) / 3));
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += i + k <= bytes.size() ? digits[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

/// Of unsigned numbers.
template <class Number>
std::string little_endian(const std::vector<Number>& numbers) {
  std::string bytes;
  bytes.reserve(numbers.size() * sizeof(Number));
  for (const Number number : numbers)
    for (std::size_t k = 0; k < sizeof(Number); ++k) bytes += static_cast<char>(number >> 8 * k & 0xff);
  return bytes;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        if (is_control(c))
          result += "\xef\xbf\xbd";
        else
          result += c;
    }
  }
  return result;
}

std::string json(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (text.substr(i, 2) == "\xe2\x80" && i + 2 < text.size() && (text[i + 2] == '\xa8' || text[i + 2] == '\xa9')) {
      result += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else if (c < 0x20 || c == 0x7f || std::string_view("\"\\<>&").find(text[i]) != std::string_view::npos) {
      result += fmt::format("\\u{:04x}", c);
    } else {
      result += text[i];
    }
  }
  return result + '"';
}

std::string json(double number) { return std::isfinite(number) ? fmt::format("{}", number) : "null"; }

std::string json_list(const std::vector<std::string>& parts) {
  std::string result = "[";
  for (const auto& part : parts) result += (result.size() > 1 ? "," : "") + part;
  return result + "]";
}

std::string json(const std::vector<double>& numbers) {
  std::vector<std::string> parts;
  for (const double number : numbers) parts.push_back(json(number));
  return json_list(parts);
}

std::string json(const std::vector<std::string>& texts) {
  std::vector<std::string> parts;
  for (const auto& text : texts) parts.push_back(json(std::string_view(text)));
  return json_list(parts);
}

std::string packed(const std::vector<float>& numbers) {
  std::vector<std::uint32_t> bits;
  bits.reserve(numbers.size());
  for (const float number : numbers) bits.push_back(std::bit_cast<std::uint32_t>(number));
  return '"' + base64(little_endian(bits)) + '"';
}

std::string packed(const std::vector<std::uint16_t>& numbers) { return '"' + base64(little_endian(numbers)) + '"'; }

std::string shown_number(double number) { return std::isfinite(number) ? fmt::format("{:.3g}", number) : "not finite"; }

std::string or_dash(const std::optional<double>& number) { return number ? shown_number(*number) : "-"; }

}  // namespace fokker::view::html
