// SPDX-License-Identifier: MIT
// Stationary densities: of the process, and of one that starts again.
#include "view/cell_fields.hpp"

namespace fokker {
namespace view {
namespace {

std::vector<CellField> stationary_fields(const Result& result) {
  std::vector<CellField> fields;
  const auto& found = result.generator;
  if (found && found->stationary) fields.push_back({"stationary density", found->stationary->density});
  if (found && found->reset) fields.push_back({"stationary density, reset", found->reset->density});
  return fields;
}

}  // namespace
}  // namespace view

FigureEntry stationary_figure() {
  return view::cell_figure({.rank = 80, .name = "stationary", .shows = "stationary densities"}, view::stationary_fields,
                           "[stationary] or [reset]");
}

}  // namespace fokker
