// SPDX-License-Identifier: MIT
// Values of a problem file that are numbers, vectors or matrices.
#include <fmt/format.h>

#include <cmath>

#include "core/matrices.hpp"
#include "core/text.hpp"
#include "io/toml/table_reader.hpp"

namespace fokker::io {

bool is_matrix(const toml::node& node) {
  const auto* rows = node.as_array();
  return rows && !rows->empty() && (*rows)[0].is_array();
}

std::string description(const toml::node& node) {
  if (const auto* value = node.as_string()) return fmt::format("string \"{}\"", shown(**value));
  if (const auto* value = node.as_integer()) return fmt::format("integer {}", **value);
  if (const auto* value = node.as_floating_point()) return fmt::format("float {}", **value);
  if (const auto* value = node.as_boolean()) return fmt::format("boolean {}", **value);
  if (const auto* value = node.as_array())
    return value->is_array_of_tables() ? fmt::format("{} tables", value->size())
                                       : fmt::format("a list of {}", value->size());
  return node.is_table() ? "a table" : "a date or time";
}

std::optional<double> number_in(const toml::node& node) {
  // toml's own conversion gives none for integers beyond 2^53
  if (const auto* whole = node.as_integer()) return static_cast<double>(**whole);
  if (const auto* real = node.as_floating_point()) return **real;
  return std::nullopt;
}

void TableReader::wrong_type(const toml::node& node, const std::string& path, const std::string& wanted) {
  fail_at(node, path, description(node), wanted);
}

std::optional<double> TableReader::number_of(const toml::node& node, const std::string& path, const Range& range) {
  std::optional<double> value;
  if (const auto* text = node.as_string())
    value = number_of_text(node, path, **text);
  else if (value = number_in(node); !value)
    wrong_type(node, path, range.text);
  if (!value || !std::isfinite(*value)) return std::nullopt;  // nan and inf were reported with the document
  if (!range.contains(*value)) {
    const auto* text = node.as_string();
    fail_at(node, path, text ? fmt::format("\"{}\" is {}", shown(**text), *value) : fmt::format("{}", *value),
            range.text);
    return std::nullopt;
  }
  return value;
}

std::optional<Vector> TableReader::vector_of(const toml::node& node, const std::string& path, const Range& range) {
  const auto* list = node.as_array();
  if (!list) {
    wrong_type(node, path, fmt::format("a list of {} numbers", context_.dimension));
    return std::nullopt;
  }
  if (static_cast<int>(list->size()) != context_.dimension) {
    fail_at(node, path, fmt::format("a list of {}", list->size()),
            fmt::format("{}, one per axis ({})", context_.dimension, context_.axes_place));
    return std::nullopt;
  }
  Vector values(context_.dimension);
  bool complete = true;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto value = number_of((*list)[i], fmt::format("{}[{}]", path, i), range);
    complete = complete && value;
    values[static_cast<Eigen::Index>(i)] = value.value_or(0);
  }
  return complete ? std::optional(values) : std::nullopt;
}

std::optional<Vector> TableReader::per_axis_of(const toml::node& node, const std::string& path, const Range& range) {
  if (is_matrix(node)) {
    fail_at(node, path, "a matrix", "one number, or a list with one per axis");
    return std::nullopt;
  }
  if (node.is_array()) return vector_of(node, path, range);
  const auto value = number_of(node, path, range);
  return value ? std::optional<Vector>(Vector::Constant(context_.dimension, *value)) : std::nullopt;
}

std::optional<Vector> TableReader::point_of(const toml::node& node, const std::string& path) {
  if (node.is_array() || context_.dimension != 1) return vector_of(node, path, any_number);
  const auto value = number_of(node, path, any_number);
  return value ? std::optional<Vector>(Vector::Constant(1, *value)) : std::nullopt;
}

std::optional<Matrix> TableReader::matrix_of(const toml::node& node, const std::string& path) {
  const int d = context_.dimension;
  const auto* rows = node.as_array();
  if (!is_matrix(node) || static_cast<int>(rows->size()) != d) {
    fail_at(node, path, description(node), fmt::format("a {} x {} matrix as a list of rows", d, d));
    return std::nullopt;
  }
  Matrix matrix(d, d);
  bool complete = true;
  for (int i = 0; i < d; ++i) {
    const auto row = vector_of((*rows)[static_cast<std::size_t>(i)], fmt::format("{}[{}]", path, i), any_number);
    complete = complete && row;
    if (row) matrix.row(i) = row->transpose();
  }
  return complete ? std::optional(matrix) : std::nullopt;
}

std::optional<Matrix> TableReader::covariance_of(const toml::node& node, const std::string& path) {
  const auto* list = node.as_array();
  if (context_.dimension == 1 && !is_matrix(node) && (!list || list->size() == 1)) {
    const auto value = number_of(list ? (*list)[0] : node, path, not_negative);
    return value ? std::optional<Matrix>(Matrix::Constant(1, 1, *value)) : std::nullopt;
  }
  const auto matrix = matrix_of(node, path);
  if (!matrix) return std::nullopt;
  const double scale = matrix->cwiseAbs().maxCoeff();
  for (Eigen::Index i = 0; i < matrix->rows(); ++i)
    for (Eigen::Index j = 0; j < i; ++j)
      if (const double other = (*matrix)(j, i); std::abs((*matrix)(i, j) - other) > 1e-12 * scale) {
        const toml::node& entry = (*(*list)[static_cast<std::size_t>(i)].as_array())[static_cast<std::size_t>(j)];
        fail_at(entry, fmt::format("{}[{}][{}]", path, i, j),
                fmt::format("{} in a covariance, where [{}][{}] is {}", (*matrix)(i, j), j, i, other),
                "a symmetric matrix", fmt::format("{}", other));
        return std::nullopt;
      }
  const Matrix symmetric = 0.5 * (*matrix + matrix->transpose());
  const double least = symmetric_eigenvalues(symmetric).minCoeff();
  if (least >= -1e-12 * scale) return symmetric;
  fail_at(node, path, fmt::format("a covariance with the eigenvalue {:.6g}", least),
          "a positive semidefinite matrix: no eigenvalue below 0");
  return std::nullopt;
}

}  // namespace fokker::io
