// SPDX-License-Identifier: MIT
#pragma once
#include "io/toml/problem_tables.hpp"

namespace fokker::io {

/// Calls `read` with the path that a key names, relative to the problem file, and remembers it as an input. What is
/// wrong with the file also names the key that asked for it.
template <class Read>
auto read_data_file(TableReader& table, const std::string& key, const std::string& name, const Read& read)
    -> std::optional<decltype(read(std::filesystem::path()))> {
  ReadContext& context = table.context();
  const std::filesystem::path path = context.folder / name;
  context.inputs.push_back(path);
  context.data_files[table.key_path(key)] = path;
  try {
    return read(path);
  } catch (const Error& error) {
    for (auto diagnostic : error.diagnostics()) {
      diagnostic.key = table.key_path(key);
      diagnostic.found += " (asked for at " + table.place(key) + ")";
      context.diagnostics.add(error.fault(), diagnostic);
    }
    return std::nullopt;
  }
}

/// A whole number >= least. A count that could be right and is too much for any machine is a matter of resources.
std::optional<std::int64_t> read_count(TableReader& table, std::string_view key, std::int64_t least,
                                       std::int64_t limit);

/// `score` of a [[reverse]].
void read_score(TableReader& table, Reversal& reverse, const std::vector<Reversal>& others);

}  // namespace fokker::io
