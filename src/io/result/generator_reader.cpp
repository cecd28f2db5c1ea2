// SPDX-License-Identifier: MIT
#include "io/result/layout.hpp"

namespace fokker::io {

std::optional<GeneratorResults> read_generator(const Location& root, const Grid& grid) {
  if (!has_link(root, "scalars")) return std::nullopt;
  const Location group = open_group(root, "scalars");
  const Extents rows = extents_of(open_dataset(group, "value"));
  if (rows.size() != 1) refuse_data(group.path + "/value", to_text(rows) + " values", "one row of values");
  const auto tables = read_texts(group, "table", rows), names = read_texts(group, "name", rows),
             units = read_texts(group, "unit", rows);
  const auto values = read_doubles(group, "value", rows), errors = read_doubles(group, "error", rows);
  GeneratorResults results{grid, {}};
  for (std::size_t k = 0; k < values.size(); ++k)
    results.scalars.push_back({tables[k], names[k], values[k], errors[k], units[k]});
  return results;
}

}  // namespace fokker::io
