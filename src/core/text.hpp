// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fokker {

/// 'a', 'b', 'c'
std::string quoted_list(const std::vector<std::string>& names);

/// "a" | "b" | "c", as the key reference prints the words that a key takes.
std::string quoted_alternatives(const std::vector<std::string>& words);

/// Text as it may be shown on one line: control characters escaped, cut after `limit` bytes.
std::string shown(std::string_view text, std::size_t limit = 60);

/// A finite double that the whole text spells in the C locale; else empty.
std::optional<double> to_number(std::string_view text);

/// [A-Za-z_][A-Za-z0-9_]*
bool is_identifier(std::string_view text);

/// Next code point of valid UTF-8 text at `position`, which moves past it.
char32_t next_code_point(std::string_view text, std::size_t& position);

/// Control and direction-changing characters, which make text look like something else.
bool is_deceptive(char32_t code_point);

std::string_view trimmed(std::string_view text);

}  // namespace fokker
