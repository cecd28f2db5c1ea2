// SPDX-License-Identifier: MIT
#include "io/toml/parameter_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "io/toml/problem_tables.hpp"

namespace fokker::io {
namespace {

using MaybeValue = std::optional<ParameterValue>;

template <class Value>
MaybeValue maybe(std::optional<Value> value) {
  return value ? MaybeValue(std::move(*value)) : std::nullopt;
}

/// Jumps in a formula that will be differentiated: its derivative leaves out a delta there.
void note_jumps(TableReader& table, std::string_view key, const std::vector<Expression>& formulas) {
  for (const Expression& formula : formulas)
    for (const std::string& axis : formula.variables())
      for (const auto& part : formula.breaks(axis))
        if (part.jump) {
          std::string note = fmt::format("{}: {}: {} jumps along {}; its derivative is taken as 0 there",
                                         table.place(key), table.key_path(key), part.text, axis);
          auto& notes = table.context().notes;
          if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
        }
}

/// Rows of formulas, d x d.
std::optional<std::vector<std::vector<Expression>>> read_noise_matrix(TableReader& table, const toml::node& node) {
  const auto d = static_cast<std::size_t>(table.context().dimension);
  const std::string path = table.key_path("noise");
  const auto& rows = *node.as_array();
  const std::string legal = fmt::format("a {} x {} matrix", d, d);
  if (rows.size() != d) {
    table.fail("noise", fmt::format("a list of {}", rows.size()), legal);
    return std::nullopt;
  }
  std::vector<std::vector<Expression>> matrix(d);
  bool complete = true;
  for (std::size_t i = 0; i < d; ++i) {
    const auto* row = rows[i].as_array();
    if (!row || row->size() != d) {
      table.fail_at(rows[i], fmt::format("{}[{}]", path, i), description(rows[i]), legal);
      return std::nullopt;
    }
    for (std::size_t j = 0; j < d; ++j) {
      const auto entry = table.expression_of((*row)[j], fmt::format("{}[{}][{}]", path, i, j));
      complete &= entry.has_value();
      if (entry) matrix[i].push_back(*entry);
    }
  }
  return complete ? std::optional(matrix) : std::nullopt;
}

/// A number, or the name of a parameter, below 0; it is reported. A formula may change its sign.
bool is_negative_number(TableReader& table, const toml::node& node, const std::string& path) {
  std::optional<double> value = number_in(node);
  if (const auto* text = node.as_string()) {
    const auto& parameters = table.context().parameters;
    const auto parameter = parameters.find(std::string(trimmed(**text)));
    if (parameter != parameters.end()) value = parameter->second;
  }
  if (!value || !(*value < 0)) return false;
  table.fail_at(node, path,
                node.is_string() ? fmt::format("{} is {}", description(node), *value) : fmt::format("{}", *value),
                "a number >= 0, or a formula");
  return true;
}

/// Noise per axis: one formula per axis, or a single one for all.
std::optional<std::vector<Expression>> read_noise_per_axis(TableReader& table, const toml::node& node) {
  if (is_negative_number(table, node, table.key_path("noise"))) return std::nullopt;
  const auto* list = node.as_array();
  for (std::size_t i = 0; list && i < list->size(); ++i)
    if (is_negative_number(table, (*list)[i], fmt::format("{}[{}]", table.key_path("noise"), i))) return std::nullopt;
  if (node.is_array()) return table.expressions("noise");
  const auto one = table.expression("noise");
  if (!one) return std::nullopt;
  return std::vector<Expression>(static_cast<std::size_t>(table.context().dimension), *one);
}

/// Formulas of the noise, per axis or as a matrix.
MaybeValue read_noise(TableReader& table, const toml::node& node) {
  if (is_matrix(node)) {
    auto rows = read_noise_matrix(table, node);
    for (const auto& row : rows.value_or(std::vector<std::vector<Expression>>{})) note_jumps(table, "noise", row);
    return maybe(std::move(rows));
  }
  auto formulas = read_noise_per_axis(table, node);
  if (formulas) note_jumps(table, "noise", *formulas);
  return maybe(std::move(formulas));
}

/// Numbers per axis (d x 1), or a matrix (d x d); a diagonal matrix counts as numbers per axis.
MaybeValue read_axes_or_matrix(TableReader& table, const Parameter& parameter, const toml::node& node) {
  const std::string path = table.key_path(parameter.key);
  if (!is_matrix(node)) {
    const auto axes = table.per_axis_of(node, path, parameter.range);
    return axes ? MaybeValue(Matrix(*axes)) : std::nullopt;
  }
  const auto matrix = table.matrix_of(node, path);
  if (!matrix || !matrix->isDiagonal(0)) return maybe(matrix);
  for (const double entry : matrix->diagonal())
    if (!parameter.range.contains(entry)) {
      table.fail(parameter.key, fmt::format("{} on the diagonal", entry), parameter.range.text);
      return std::nullopt;
    }
  return MaybeValue(Matrix(matrix->diagonal()));
}

MaybeValue read_table_of_law(TableReader& table, const std::string& key, const toml::node& node) {
  if (node.is_table()) {
    TableReader law(table.context(), *node.as_table(), table.key_path(key));
    return maybe(read_law(law));
  }
  table.fail(key, description(node), "a table like [initial]");
  return std::nullopt;
}

MaybeValue read_word(TableReader& table, const Parameter& parameter) {
  const auto word = table.string(parameter.key);
  if (!word) return std::nullopt;
  if (std::find(parameter.words.begin(), parameter.words.end(), *word) != parameter.words.end()) return *word;
  table.fail_choice(parameter.key, *word, parameter.words);
  return std::nullopt;
}

/// The value of a key that is there; empty if it is wrong, which is reported.
MaybeValue read_value(TableReader& table, const Parameter& parameter, const toml::node& node) {
  switch (parameter.type) {
    case ParameterType::number:
      return maybe(table.number(parameter.key, parameter.range));
    case ParameterType::per_axis:
      return maybe(table.per_axis(parameter.key, parameter.range));
    case ParameterType::axes_or_matrix:
      return read_axes_or_matrix(table, parameter, node);
    case ParameterType::formula: {
      auto formula = table.expression(parameter.key);
      if (formula && parameter.differentiated) note_jumps(table, parameter.key, {*formula});
      return maybe(std::move(formula));
    }
    case ParameterType::formulas:
      return maybe(table.expressions(parameter.key));
    case ParameterType::noise:
      return read_noise(table, node);
    case ParameterType::word:
      return read_word(table, parameter);
    case ParameterType::law:
      return read_table_of_law(table, parameter.key, node);
  }
  return std::nullopt;
}

const char* wanted(ParameterType type) {
  switch (type) {
    case ParameterType::formula:
      return "a formula in the axes";
    case ParameterType::formulas:
      return "a list of formulas, one per axis";
    case ParameterType::noise:
      return "a number or a formula, a list with one per axis, or a matrix";
    default:
      return "one number, or one per axis";
  }
}

}  // namespace

std::optional<Parameters::Values> read_parameters(TableReader& table, const std::vector<Parameter>& parameters) {
  Parameters::Values given;
  bool complete = true;
  for (const Parameter& parameter : parameters) {
    const toml::node* node = table.find(parameter.key);
    if (!node) {
      if (!parameter.standard.starts_with("required")) continue;
      table.missing(parameter.key, wanted(parameter.type));
      complete = false;
    } else if (auto value = read_value(table, parameter, *node)) {
      given.emplace(parameter.key, std::move(*value));
    } else {
      complete = false;
    }
  }
  return complete ? std::optional(std::move(given)) : std::nullopt;
}

}  // namespace fokker::io
