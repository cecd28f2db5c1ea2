// SPDX-License-Identifier: MIT
#include "fokker/process/kind.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "fokker/core/error.hpp"
#include "fokker/core/spelling.hpp"
#include "process/kinds.hpp"

namespace fokker {
namespace {

[[noreturn]] void refuse(const std::string& key, std::string found, std::string legal, std::string advice = {}) {
  throw Error(Fault::problem, Diagnostic{{}, key, std::move(found), std::move(legal), std::move(advice)});
}

/// The default of a parameter; empty where there is none.
std::optional<ParameterValue> default_value(const Parameter& parameter, int dimension) {
  if (parameter.standard == "-" || parameter.standard.starts_with("required")) return std::nullopt;
  if (parameter.type == ParameterType::word) return parameter.standard;
  const double value = Expression::parse(parameter.standard, {{}, {}, false, {}}).value({}, 0);
  if (parameter.type == ParameterType::number) return value;
  if (parameter.type == ParameterType::per_axis) return Vector(Vector::Constant(dimension, value));
  return Matrix(Matrix::Constant(dimension, 1, value));
}

bool has_type(const ParameterValue& value, ParameterType type) {
  switch (type) {
    case ParameterType::number:
      return std::holds_alternative<double>(value);
    case ParameterType::per_axis:
      return std::holds_alternative<Vector>(value);
    case ParameterType::axes_or_matrix:
      return std::holds_alternative<Matrix>(value);
    case ParameterType::formula:
      return std::holds_alternative<Expression>(value);
    case ParameterType::formulas:
      return std::holds_alternative<std::vector<Expression>>(value);
    case ParameterType::noise:
      return std::holds_alternative<std::vector<Expression>>(value) ||
             std::holds_alternative<std::vector<std::vector<Expression>>>(value);
    case ParameterType::word:
      return std::holds_alternative<std::string>(value);
    case ParameterType::law:
      return std::holds_alternative<Law>(value);
  }
  return false;
}

template <class Numbers>
void check_numbers(const Parameter& parameter, Eigen::Index rows, int dimension, const Numbers& numbers) {
  if (rows != dimension)
    refuse(parameter.key, fmt::format("{} numbers", rows), fmt::format("{}, one per axis", dimension));
  for (const double value : numbers)
    if (!parameter.range.contains(value)) refuse(parameter.key, fmt::format("{}", value), parameter.range.text);
}

void check(const Parameter& parameter, const ParameterValue& value, int dimension) {
  if (!has_type(value, parameter.type)) refuse(parameter.key, "a value of another type", key_entry(parameter).type);
  if (const auto* number = std::get_if<double>(&value))
    check_numbers(parameter, dimension, dimension, Array{{*number}});
  if (const auto* numbers = std::get_if<Vector>(&value))
    check_numbers(parameter, numbers->size(), dimension, numbers->array());
  if (const auto* matrix = std::get_if<Matrix>(&value)) {
    if (matrix->cols() == 1) check_numbers(parameter, matrix->rows(), dimension, matrix->col(0).array());
    if (matrix->cols() != 1 && (matrix->rows() != dimension || matrix->cols() != dimension))
      refuse(parameter.key, fmt::format("a {} x {} matrix", matrix->rows(), matrix->cols()),
             fmt::format("{0} x {0}, or one number per axis", dimension));
  }
  if (const auto* word = std::get_if<std::string>(&value))
    if (std::find(parameter.words.begin(), parameter.words.end(), *word) == parameter.words.end())
      refuse(parameter.key, "'" + *word + "'", key_entry(parameter).legal);
}

/// Appends the formulas of a value in which time appears.
void add_time_formulas(const ParameterValue& value, std::vector<Expression>& formulas) {
  std::vector<Expression> all;
  if (const auto* one = std::get_if<Expression>(&value)) all = {*one};
  if (const auto* list = std::get_if<std::vector<Expression>>(&value)) all = *list;
  if (const auto* rows = std::get_if<std::vector<std::vector<Expression>>>(&value))
    for (const auto& row : *rows) all.insert(all.end(), row.begin(), row.end());
  for (const Expression& formula : all)
    if (formula.depends_on_time()) formulas.push_back(formula);
}

const char* type_text(ParameterType type) {
  switch (type) {
    case ParameterType::number:
      return "number";
    case ParameterType::per_axis:
      return "number, or list per axis";
    case ParameterType::axes_or_matrix:
      return "number, list per axis, or matrix";
    case ParameterType::formula:
      return "formula";
    case ParameterType::formulas:
      return "list of formulas";
    case ParameterType::noise:
      return "formula, list per axis, or matrix";
    case ParameterType::word:
      return "word";
    case ParameterType::law:
      return "table";
  }
  return "";
}

std::string legal_text(const Parameter& parameter) {
  if (!parameter.legal.empty()) return parameter.legal;
  if (parameter.type == ParameterType::law) return "like [initial]";
  if (!parameter.words.empty()) return quoted_alternatives(parameter.words);
  if (parameter.range.lower != 0) return "-";
  const std::string range = parameter.range.above ? "> 0" : ">= 0";
  return parameter.type == ParameterType::axes_or_matrix ? range + "; a matrix: any" : range;
}

/// As a TOML literal: words and formulas in quotes.
std::string standard_text(const Parameter& parameter) {
  const std::string& text = parameter.standard;
  if (text == "-" || text.starts_with("required")) return text;
  const bool plain = text.find_first_not_of("0123456789.e+-") == std::string::npos;
  return plain ? text : "\"" + text + "\"";
}

}  // namespace

Parameters::Parameters(const std::vector<Parameter>& parameters, int dimension, Values given)
    : dimension_(dimension), given_(std::move(given)) {
  std::vector<std::string> keys;
  for (const Parameter& parameter : parameters) {
    keys.push_back(parameter.key);
    if (const auto found = given_.find(parameter.key); found != given_.end()) {
      check(parameter, found->second, dimension);
      values_.insert(*found);
    } else if (const auto value = default_value(parameter, dimension)) {
      values_.emplace(parameter.key, *value);
    } else if (parameter.standard.starts_with("required")) {
      refuse(parameter.key, "missing", type_text(parameter.type));
    }
  }
  for (const auto& [key, value] : given_)
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      refuse(key, "an unknown parameter", fmt::format("{}", fmt::join(keys, ", ")), nearest_name(key, keys));
}

void require_position_and_velocity(const std::string& kind, int dimension) {
  if (dimension != 2)
    throw Error(Fault::problem, fmt::format("'{}' on {} axes", kind, dimension),
                "two axes: the position, then its velocity");
}

const ProcessKind& process_kind(const std::string& name) {
  std::vector<std::string> names;
  for (const ProcessKind& kind : process_kind_entries()) {
    if (kind.name == name) return kind;
    names.push_back(kind.name);
  }
  throw Error(Fault::problem, fmt::format("'{}', which is no kind of process", name),
              fmt::format("{}", fmt::join(names, ", ")), nearest_name(name, names));
}

Process make_process(const ProcessKind& kind, int dimension, Parameters::Values given) {
  std::vector<Expression> formulas;
  for (const auto& [key, value] : given) add_time_formulas(value, formulas);
  Process process = kind.make(Parameters(kind.parameters, dimension, std::move(given)));
  process.name = kind.name;
  process.time_formulas = std::move(formulas);
  return process;
}

KeyEntry key_entry(const Parameter& parameter) {
  return {parameter.key, type_text(parameter.type), legal_text(parameter), standard_text(parameter), parameter.meaning};
}

std::vector<KeyEntry> key_entries(const std::vector<Parameter>& parameters) {
  std::vector<KeyEntry> entries;
  for (const Parameter& parameter : parameters) entries.push_back(key_entry(parameter));
  return entries;
}

}  // namespace fokker
