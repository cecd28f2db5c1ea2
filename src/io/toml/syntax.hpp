// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace fokker::io {

/// Refuses UTF-16, NUL bytes and lone carriage returns with a message that names them.
/// @throws Error{Fault::problem}
void check_bytes(std::string_view text, const std::string& name);

/// Refuses values nested more than 64 deep before the parser recurses into them.
/// @throws Error{Fault::problem}
void check_depth(std::string_view text, const std::string& name);

/// The number that starts at line and column (both from 1; columns count code points).
std::string_view number_token(std::string_view text, std::size_t line, std::size_t column);

/// Probable meaning of the line on which the parser stopped; empty where nothing is known.
std::string syntax_hint(std::string_view text, std::size_t line, std::size_t column, std::string_view description);

}  // namespace fokker::io
