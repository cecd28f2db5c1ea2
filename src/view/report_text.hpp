// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fokker/core/types.hpp"

/// Parts of the HTML report.
namespace fokker::view::html {

/// Text as HTML shows it literally, in elements and in quoted attributes. Control characters but line feeds and tabs
/// become U+FFFD.
std::string escaped(std::string_view text);

// JSON that may stand within <script>: '<', '>', '&' and the line separators of Unicode are escaped.
std::string json(std::string_view text);
/// The shortest text that reads back to the same number; null where it is not finite.
std::string json(double number);
std::string json(const std::vector<double>& numbers);
std::string json(const std::vector<std::string>& texts);
/// [a,b,c] of parts that are JSON already.
std::string json_list(const std::vector<std::string>& parts);

/// Base64 of the bytes of numbers, least significant byte first, as typed arrays of browsers read them; quoted.
std::string packed(const std::vector<float>& numbers);
std::string packed(const std::vector<std::uint16_t>& numbers);

/// "3.14e-05": three digits; "not finite" where it is not.
std::string shown_number(double number);
/// The same, and "-" where there is no number.
std::string or_dash(const std::optional<double>& number);

}  // namespace fokker::view::html
