// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <memory>

#include "fokker/io/tables/score_table.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker::io {
namespace {

void read_table_file(TableReader& table, Reversal& reverse, const std::vector<Reversal>& others) {
  const auto name = table.string("table");
  if (!table.has("table")) table.missing("table", "the path of an HDF5 file");
  table.finish();
  ReadContext& context = table.context();
  if (!name || !context.grid) return;
  const std::filesystem::path path = context.folder / *name;
  for (const auto& other : others) {
    const auto file = context.data_files.find("reverse." + other.name + ".score.table");
    if (file != context.data_files.end() && file->second == path) reverse.table = other.table;
  }
  if (reverse.table) {
    context.data_files[table.key_path("table")] = path;
    return;
  }
  auto values = read_data_file(table, "table", *name, [&](const std::filesystem::path& file) {
    return read_score_table(file, *context.grid, context.reading.data);
  });
  if (!values) return;
  // the notes are about the nodes' cover of a grid at rest
  if (!context.framed) context.notes.insert(context.notes.end(), values->notes.begin(), values->notes.end());
  reverse.table = std::make_shared<const ScoreTable>(std::move(values->table));
}

}  // namespace

void read_score(TableReader& table, Reversal& reverse, const std::vector<Reversal>& others) {
  const auto* node = table.find("score");
  if (!node || !node->is_table()) {
    reverse.score =
        table.choice("score", ScoreSource::forward, {{"forward", ScoreSource::forward}, {"exact", ScoreSource::exact}});
    return;
  }
  reverse.score = ScoreSource::table;
  TableReader source(table.context(), *node->as_table(), table.key_path("score"));
  read_table_file(source, reverse, others);
}

}  // namespace fokker::io
