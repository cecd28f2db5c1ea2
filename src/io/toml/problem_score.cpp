// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <memory>

#include "fokker/io/tables/network.hpp"
#include "fokker/io/tables/score_table.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker::io {
namespace {

/// The reversal before that reads the same file by the same key; null if there is none.
const Reversal* reads_same(const ReadContext& context, const std::vector<Reversal>& others, const std::string& key,
                           const std::filesystem::path& path) {
  for (const auto& other : others) {
    const auto file = context.data_files.find(fmt::format("reverse.{}.score.{}", other.name, key));
    if (file != context.data_files.end() && file->second == path) return &other;
  }
  return nullptr;
}

std::shared_ptr<const ScoreTable> read_table_file(TableReader& table, const std::string& name) {
  ReadContext& context = table.context();
  auto values = read_data_file(table, "table", name, [&](const std::filesystem::path& file) {
    return read_score_table(file, *context.grid, context.reading.data);
  });
  if (!values) return nullptr;
  // the notes are about the nodes' cover of a grid at rest
  if (!context.framed) context.notes.insert(context.notes.end(), values->notes.begin(), values->notes.end());
  return std::make_shared<const ScoreTable>(std::move(values->table));
}

std::shared_ptr<const ScoreNetwork> read_network_file(TableReader& table, const std::string& name) {
  auto network = read_data_file(table, "network", name, [&](const std::filesystem::path& file) {
    return read_network(file, table.context().dimension);
  });
  return network ? std::make_shared<const ScoreNetwork>(std::move(*network)) : nullptr;
}

/// The key may repeat what the file states, and states it where the file does not.
void read_parameterization(TableReader& table, const std::optional<Parameterization>& stated, Reversal& reverse) {
  const bool given = table.has("parameterization");
  reverse.parameterization = table.choice("parameterization", stated.value_or(Parameterization::score));
  if (given && stated && reverse.parameterization != *stated)
    table.fail("parameterization",
               fmt::format("'{}', but the file states '{}'", name_of(reverse.parameterization), name_of(*stated)),
               fmt::format("'{}'", name_of(*stated)), "no key, or another file");
}

void read_score_file(TableReader& table, Reversal& reverse, const std::vector<Reversal>& others) {
  const bool is_network = table.has("network");
  const std::string key = is_network ? "network" : "table";
  const auto name = table.string(key);
  if (!table.has(key)) table.missing(key, "the path of an HDF5 file, or 'network' with that of a .npz file");
  if (is_network && table.has("table")) table.fail("table", "a table beside a network", "one of both");
  ReadContext& context = table.context();
  reverse.score = is_network ? ScoreSource::network : ScoreSource::table;
  if (name && context.grid) {
    const std::filesystem::path path = context.folder / *name;
    if (const Reversal* same = reads_same(context, others, key, path)) {
      reverse.table = same->table;
      reverse.network = same->network;
      context.data_files[table.key_path(key)] = path;
    } else if (is_network) {
      reverse.network = read_network_file(table, *name);
    } else {
      reverse.table = read_table_file(table, *name);
    }
  }
  read_parameterization(table,
                        reverse.network ? std::optional(reverse.network->parameterization)
                        : reverse.table ? reverse.table->parameterization
                                        : std::nullopt,
                        reverse);
  table.finish();
}

}  // namespace

void read_score(TableReader& table, Reversal& reverse, const std::vector<Reversal>& others) {
  const auto* node = table.find("score");
  if (!node || !node->is_table()) {
    reverse.score =
        table.choice("score", ScoreSource::forward, {{"forward", ScoreSource::forward}, {"exact", ScoreSource::exact}});
    return;
  }
  TableReader source(table.context(), *node->as_table(), table.key_path("score"));
  read_score_file(source, reverse, others);
}

}  // namespace fokker::io
