// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <memory>

#include "fokker/io/tables/network.hpp"
#include "fokker/io/tables/score_answers.hpp"
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

/// Answers and what their file states; without values where they are yet to be written.
std::optional<AnswersFile> read_answers_file(TableReader& table, const std::string& name) {
  ReadContext& context = table.context();
  if (context.reading.without_answers) return AnswersFile{};
  auto file = read_data_file(table, "answers", name, [&](const std::filesystem::path& path) {
    return read_answers(path, context.dimension, context.reading.data);
  });
  if (file) context.notes.insert(context.notes.end(), file->notes.begin(), file->notes.end());
  return file;
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

/// The one of `table`, `network` and `answers` that is there.
std::string source_key(TableReader& table) {
  std::string key;
  for (const char* one : {"network", "answers", "table"}) {
    if (!table.has(one)) continue;
    if (!key.empty())
      table.fail(one, fmt::format("'{}' beside '{}'", one, key), "one of 'table', 'network', 'answers'");
    if (key.empty()) key = one;
  }
  if (!key.empty()) return key;
  table.missing("table", "the path of an HDF5 file, or 'network' with that of a .npz file, or 'answers'");
  return "table";
}

/// Reads the file of the key into the reversal. @return the parameterization that it states
std::optional<Parameterization> read_source(TableReader& table, const std::string& key, const std::string& name,
                                            Reversal& reverse) {
  if (key == "network") {
    reverse.network = read_network_file(table, name);
    return reverse.network ? std::optional(reverse.network->parameterization) : std::nullopt;
  }
  if (key == "answers") {
    auto file = read_answers_file(table, name);
    if (!file) return std::nullopt;
    reverse.answers = std::make_shared<const ScoreAnswers>(std::move(file->answers));
    return file->parameterization;
  }
  reverse.table = read_table_file(table, name);
  return reverse.table ? reverse.table->parameterization : std::nullopt;
}

void read_score_file(TableReader& table, Reversal& reverse, const std::vector<Reversal>& others) {
  const std::string key = source_key(table);
  const auto name = table.string(key);
  ReadContext& context = table.context();
  reverse.score = key == "network"   ? ScoreSource::network
                  : key == "answers" ? ScoreSource::answers
                                     : ScoreSource::table;
  std::optional<Parameterization> stated;
  if (name && context.grid) {
    const std::filesystem::path path = context.folder / *name;
    const Reversal* same = key == "answers" ? nullptr : reads_same(context, others, key, path);
    if (same) {
      reverse.table = same->table;
      reverse.network = same->network;
      context.data_files[table.key_path(key)] = path;
      stated = reverse.network ? std::optional(reverse.network->parameterization)
               : reverse.table ? reverse.table->parameterization
                               : std::nullopt;
    } else {
      stated = read_source(table, key, *name, reverse);
    }
  }
  read_parameterization(table, stated, reverse);
  if (reverse.table && !stated && reverse.parameterization == Parameterization::energy)
    table.fail("parameterization", "'energy', but the file has components",
               "the attribute parameterization = \"energy\" of a dataset without component", "a table of log p");
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
