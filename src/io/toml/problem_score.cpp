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
    std::vector<std::string> notes;  // on what its nodes leave uncovered of a grid that stands still
    return read_score_table(file, *context.grid, context.framed ? notes : context.notes, context.reading);
  });
  if (values) reverse.table = std::make_shared<const ScoreTable>(std::move(*values));
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
