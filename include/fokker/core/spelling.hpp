// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace fokker {

/// ASCII letters in lower case.
/// @param text  any bytes; those outside ASCII stay
/// @return text of the same length
std::string lower_case(std::string_view text);

/// The candidate that a mistyped name most likely means: at most two edits (insert, delete, replace, swap) away and
/// fewer than the longer one has letters, or one the beginning of the other (three letters that begin it count as one
/// edit); letter case does not count. Empty if none is.
/// @param name        as mistyped
/// @param candidates  legal names
/// @return one of the candidates, or empty
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace fokker
