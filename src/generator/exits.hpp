// SPDX-License-Identifier: MIT
#pragma once
#include "fokker/generator/generator.hpp"

namespace fokker {

/// @throws Error{Fault::problem} without exits, or with cells from which none is reached
void require_exits(const Generator& generator);

}  // namespace fokker
