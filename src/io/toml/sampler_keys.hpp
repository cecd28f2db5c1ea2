// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "fokker/io/toml/problem_keys.hpp"

namespace fokker::io {

/// The tables, then those of [[sampler]], of each sampler of the catalogue, and of what they hold.
std::vector<KeyTable> with_sampler_keys(std::vector<KeyTable> tables);

}  // namespace fokker::io
