// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "io/toml/law_entry.hpp"
#include "io/toml/weight_column.hpp"

namespace fokker {
namespace io {
namespace {

/// Coordinates less their mean and divided by their standard deviation (of a sample: divisor n - 1, of weights w that
/// sum to 1 n (1 - sum w^2)).
void standardise(TableReader& table, const Array& weights, Points& points) {
  const double n = static_cast<double>(points.rows());
  for (Eigen::Index k = 0; k < points.cols(); ++k) {
    points.col(k) -= weights.size() > 0 ? (weights * points.col(k)).sum() : points.col(k).mean();
    const double variance = weights.size() > 0 ? (weights * points.col(k).square()).sum() / (1 - weights.square().sum())
                                               : points.col(k).square().sum() / (n - 1);
    const double deviation = std::sqrt(variance);
    if (!(deviation > 0)) {
      table.fail("standardize", fmt::format("column {} has no spread", k + 1), "at least two different values",
                 "false");
      return;
    }
    points.col(k) /= deviation;
  }
}

std::optional<Law> read_points(TableReader& table) {
  const auto file = table.string("file");
  const auto columns = table.strings("columns");
  const auto bandwidth = table.number("bandwidth", not_negative);
  const auto weighed = table.string("weights");
  const bool standardize = table.boolean("standardize").value_or(false);
  if (!table.has("file")) table.missing("file", "the path of a CSV file");
  if (!table.has("columns")) table.missing("columns", "a list of column names, one per axis");
  if (!table.has("bandwidth")) table.missing("bandwidth", "the standard deviation of the kernel, >= 0");
  const int d = table.context().dimension;
  if (table.has("columns") && static_cast<int>(columns.size()) != d)
    table.fail("columns", fmt::format("{} columns", columns.size()),
               fmt::format("{}, one per axis ({})", d, table.context().axes_place));
  table.finish();
  if (!file || static_cast<int>(columns.size()) != d || !bandwidth) return std::nullopt;
  auto data = read_weighted_rows(table, *file, columns, weighed);
  if (!data) return std::nullopt;
  auto& [points, weights] = *data;
  if (standardize) standardise(table, weights, points);
  const auto rows = static_cast<std::size_t>(points.rows());
  std::vector<Vector> means;
  for (Eigen::Index i = 0; i < points.rows(); ++i) means.emplace_back(points.row(i).transpose().matrix());
  const Matrix kernel = *bandwidth * *bandwidth * Matrix::Identity(d, d);
  std::vector<double> parts(rows, 1.0 / static_cast<double>(rows));
  if (weighed) parts.assign(weights.begin(), weights.end());
  return GaussianMixture(std::move(parts), means, std::vector<Matrix>(rows, kernel));
}

}  // namespace
}  // namespace io

io::LawEntry points_law() {
  return {
      .rank = 30,
      .name = "points",
      .law = "a Gaussian kernel on each row of a CSV file",
      .keys = {{"file", "path", "-", "required", "CSV file with a header"},
               {"columns", "list of strings", "one per axis", "required", "names of the columns"},
               {"bandwidth", "number", ">= 0", "required", "standard deviation of the kernel, in the coordinates used"},
               {"weights", "string", "-", "-", "column with the weight of each row, >= 0; default: equal weights"},
               {"standardize", "boolean", "true | false", "false",
                "shift and scale each column to mean 0, variance 1"}},
      .read = io::read_points};
}

}  // namespace fokker
