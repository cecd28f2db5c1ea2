// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/io/toml/problem_keys.hpp"

namespace fokker {

/// Keys of the tables that ask for more than densities.
std::vector<KeyTable> generator_keys();

}  // namespace fokker
