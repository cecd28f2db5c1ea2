// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/generator/generator.hpp"
#include "fokker/problem/problem.hpp"

namespace fokker {

/// The grid with boundaries that absorb where they are named ("x_lower").
Grid with_exits(const Grid& grid, const std::vector<std::string>& names);
/// The regions of these names, without names all.
std::vector<Region> regions_named(const Problem& problem, const std::vector<std::string>& names);

}  // namespace fokker
