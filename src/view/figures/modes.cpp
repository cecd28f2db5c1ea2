// SPDX-License-Identifier: MIT
// The slowest modes: functions of the start by which densities relax.
#include <fmt/format.h>

#include <algorithm>

#include "view/cell_fields.hpp"

namespace fokker {
namespace view {
namespace {

constexpr std::size_t most_modes = 6;

std::vector<CellField> mode_fields(const Result& result) {
  std::vector<CellField> fields;
  if (result.generator && result.generator->spectrum) {
    const std::vector<Mode>& modes = result.generator->spectrum->modes;
    const std::size_t first = !modes.empty() && modes.front().eigenvalue == 0.0 ? 1 : 0;  // that one is 1 everywhere
    for (std::size_t k = first; k < std::min(modes.size(), first + most_modes); ++k)
      fields.push_back({fmt::format("mode {}: rate {:.4g}", k, modes[k].eigenvalue.real()), modes[k].left.real()});
  }
  return fields;
}

}  // namespace
}  // namespace view

FigureEntry modes_figure() {
  return view::cell_figure({.rank = 90, .name = "modes", .shows = "left eigenfunctions of the slowest modes"},
                           view::mode_fields, "[spectrum]");
}

}  // namespace fokker
