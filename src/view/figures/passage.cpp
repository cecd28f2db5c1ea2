// SPDX-License-Identifier: MIT
// First passage as a function of the start, and the committor.
#include "view/cell_fields.hpp"

namespace fokker {
namespace view {
namespace {

std::vector<CellField> passage_fields(const Result& result) {
  std::vector<CellField> fields;
  if (result.generator && result.generator->passage) {
    const auto& [exits, passage] = *result.generator->passage;
    fields.push_back({"mean first-passage time", passage.moments.front()});
    for (std::size_t e = 0; e < exits.size() && exits.size() > 1; ++e)
      fields.push_back({"probability of " + exits[e], passage.splitting[e]});
  }
  if (result.generator && result.generator->committor)
    fields.push_back({"committor", result.generator->committor->forward});
  return fields;
}

}  // namespace
}  // namespace view

FigureEntry passage_figure() {
  return view::cell_figure({.rank = 100, .name = "passage", .shows = "first-passage time and probabilities by start"},
                           view::passage_fields, "[first_passage]");
}

}  // namespace fokker
