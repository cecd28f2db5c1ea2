// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/io/toml/problem_keys.hpp"

namespace fokker {

/// For KeyEntry::standard.
inline constexpr const char *needed_key = "required", *no_value = "-";

/// Keys of the tables that ask for more than densities.
std::vector<KeyTable> generator_keys();
/// Keys of [verify] and of its bounds.
std::vector<KeyTable> verify_keys();

}  // namespace fokker
