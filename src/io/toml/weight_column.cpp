// SPDX-License-Identifier: MIT
#include "io/toml/weight_column.hpp"

#include <fmt/format.h>

#include "fokker/core/error.hpp"
#include "fokker/io/tables/csv.hpp"
#include "io/toml/problem_data.hpp"

namespace fokker::io {
namespace {

/// A name that is no column is a fault of the problem file, not of the data.
bool has_column(TableReader& table, const std::filesystem::path& path, const std::string& name) {
  try {
    read_csv(path, {name});
    return true;
  } catch (const Error& error) {
    const Diagnostic& first = error.diagnostics().front();
    if (!first.found.starts_with("no column")) return true;
    table.fail("weights", first.found, first.legal, first.advice);
    return false;
  }
}

bool take_weights(TableReader& table, WeightedRows& data) {
  Array& weights = data.weights;
  const Eigen::Index last = data.rows.cols() - 1;
  weights = data.rows.col(last);
  data.rows.conservativeResize(Eigen::NoChange, last);
  Eigen::Index worst = 0;
  if (weights.minCoeff(&worst) < 0) {
    table.fail("weights", fmt::format("{} in row {}", weights[worst], worst + 1), "weights >= 0");
    return false;
  }
  if (!(weights.sum() > 0)) {
    table.fail("weights", "weights that are all 0", "a positive sum");
    return false;
  }
  weights /= weights.sum();
  return true;
}

}  // namespace

std::optional<WeightedRows> read_weighted_rows(TableReader& table, const std::string& file,
                                               std::vector<std::string> columns,
                                               const std::optional<std::string>& weights) {
  if (weights && !has_column(table, table.context().folder / file, *weights)) return std::nullopt;
  if (weights) columns.push_back(*weights);
  auto rows =
      read_data_file(table, "file", file, [&](const std::filesystem::path& path) { return read_csv(path, columns); });
  if (!rows) return std::nullopt;
  WeightedRows data{*std::move(rows), {}};
  if (weights && !take_weights(table, data)) return std::nullopt;
  return data;
}

}  // namespace fokker::io
