// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "io/toml/table_reader.hpp"

namespace fokker::io {

/// Rows of a CSV file and their weights.
struct WeightedRows {
  Points rows;
  Array weights;  ///< with sum 1; empty where no column was named
};

/// Reads the file of key `file` with the columns of places and, where one is named by key `weights`, that of weights.
/// Empty, with what is wrong reported at its key, where it cannot.
std::optional<WeightedRows> read_weighted_rows(TableReader& table, const std::string& file,
                                               std::vector<std::string> columns,
                                               const std::optional<std::string>& weights);

}  // namespace fokker::io
