// SPDX-License-Identifier: MIT
// The accuracy that a run is to reach.
#include "io/toml/problem_tables.hpp"

namespace fokker::io {

Target read_target(TableReader& table) {
  constexpr Range tv{0, 1, true, "a number above 0, at most 1"}, cells{1, 1e15, false, "a number >= 1"};
  Target target;
  if (!table.has("tv")) table.missing("tv", "a number above 0, at most 1");
  target.tv = table.number_or("tv", target.tv, tv);
  target.max_cells = table.number_or("max_cells", target.max_cells, cells);
  target.max_seconds = table.number_or("max_seconds", target.max_seconds, positive);
  table.finish();
  return target;
}

}  // namespace fokker::io
