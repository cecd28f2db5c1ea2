// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fokker/expression/expression.hpp"
#include "fokker/process/process.hpp"

namespace fokker {

/// Legal numbers: lower <= value <= upper, or lower < value where `above`.
struct NumberRange {
  double lower = std::numeric_limits<double>::lowest();  ///< smallest number
  double upper = std::numeric_limits<double>::max();     ///< largest number
  bool above = false;                                    ///< `lower` itself is not legal
  const char* text = "a finite number";                  ///< for messages and lists
  /// Whether a number is legal; NaN is not.
  /// @param value  any number
  /// @return true: legal
  bool contains(double value) const {
    return value <= upper && value >= lower && !(above && value == lower);  // NaN is not contained
  }
};
/// Every finite number.
inline constexpr NumberRange any_number{};
/// Numbers >= 0.
inline constexpr NumberRange not_negative{0, std::numeric_limits<double>::max(), false, "a number >= 0"};
/// Numbers > 0.
inline constexpr NumberRange positive{0, std::numeric_limits<double>::max(), true, "a number > 0"};

/// Type of a parameter, and of the C++ value that stands for it.
enum class ParameterType {
  number,          ///< double
  per_axis,        ///< Vector, d; in a file one number serves for all axes
  axes_or_matrix,  ///< Matrix, d x 1 (per axis) or d x d; a diagonal one is given per axis
  formula,         ///< Expression in the axes and t
  formulas,        ///< std::vector<Expression>, one per axis
  noise,           ///< std::vector<Expression>, one per axis, or rows of a matrix of them
  word,            ///< std::string
  law              ///< Law
};
/// Value of a parameter, by its ParameterType.
using ParameterValue = std::variant<double, Vector, Matrix, Expression, std::vector<Expression>,
                                    std::vector<std::vector<Expression>>, std::string, Law>;

/// One parameter of a kind: a key of the problem file.
struct Parameter {
  std::string key;                             ///< name in a problem file
  ParameterType type = ParameterType::number;  ///< of its value
  NumberRange range = any_number;              ///< of its numbers; of the entries of a matrix any
  std::string standard = "-";           ///< default: a number, a word, or a formula of numbers; "required"; "-": none
  std::string meaning = {};             ///< for the key reference
  std::string legal = {};               ///< for the key reference; empty: as of the range or the words
  std::vector<std::string> words = {};  ///< legal words of ParameterType::word
  bool differentiated = false;          ///< formulas whose derivatives are taken: their jumps are noted
};

/// Values of the parameters of a kind.
class Parameters {
 public:
  /// Values by key.
  using Values = std::map<std::string, ParameterValue>;

  /// Takes the values given and the defaults of the others.
  /// @param parameters  of the kind
  /// @param given       values by key
  /// @param dimension  number of axes, d
  /// @throws Error{Fault::problem} with the key if a value is missing, unknown, of another type or out of range
  Parameters(const std::vector<Parameter>& parameters, int dimension, Values given);

  /// Number of axes, d. @return >= 1
  int dimension() const { return dimension_; }
  /// Whether there is a value, given or default.
  /// @param key  of a parameter
  /// @return false where it is optional and was not given
  bool has(const std::string& key) const { return values_.contains(key); }
  /// Whether the value is not the default.
  /// @param key  of a parameter
  /// @return true also where it equals the default
  bool given(const std::string& key) const { return given_.contains(key); }
  /// Value of a known type.
  /// @param key  of a parameter that has a value
  /// @return lives as long as this
  template <class Value>
  const Value& get(const std::string& key) const {
    return std::get<Value>(values_.at(key));
  }
  /// Whether a value has this type.
  /// @param key  of a parameter that has a value
  /// @return of a `noise`: formulas per axis, or rows of a matrix
  template <class Value>
  bool holds(const std::string& key) const {
    return std::holds_alternative<Value>(values_.at(key));
  }
  /// A number.
  /// @param key  of a ParameterType::number
  /// @return within its range
  double number(const std::string& key) const { return get<double>(key); }
  /// One number per axis, d.
  /// @param key  of a ParameterType::per_axis
  /// @return within its range
  const Vector& per_axis(const std::string& key) const { return get<Vector>(key); }
  /// A matrix, d x 1 or d x d.
  /// @param key  of a ParameterType::axes_or_matrix
  /// @return its columns say which
  const Matrix& matrix(const std::string& key) const { return get<Matrix>(key); }
  /// A formula.
  /// @param key  of a ParameterType::formula
  /// @return in the axes and t
  const Expression& formula(const std::string& key) const { return get<Expression>(key); }

 private:
  int dimension_;
  Values given_, values_;
};

/// A commented problem file of a kind, in parts: what `fokker init KIND` writes.
struct KindExample {
  std::string title;        ///< of the problem
  std::string process;      ///< lines of [process], `kind` included
  std::string initial;      ///< lines of [initial]
  std::string time;         ///< first lines of [time]
  std::string axis;         ///< first lines of [[axis]]
  bool exact = true;        ///< the exact marginal is known
  std::string more = {};    ///< further tables
  std::string bounds = {};  ///< further lines of [verify]
};

/// A kind of process: an entry of the catalogue. Reader, key reference, lists and completion derive from it.
struct ProcessKind {
  int rank = 1000;                    ///< place in lists
  std::string name;                   ///< `kind` of a problem file
  std::string equation;               ///< in one line
  std::vector<Parameter> parameters;  ///< its keys
  std::string prior;                  ///< in words; "none"
  std::string source;                 ///< reference
  KindExample example;                ///< for `fokker init`
  /// @throws Error{Fault::problem} if the parameters do not fit together; a diagnostic with a key names the parameter
  std::function<Process(const Parameters& parameters)> make;
};

/// The built-in kinds, from the files of src/process/kinds.
/// @return by rank
const std::vector<ProcessKind>& process_kind_entries();

/// The built-in kind of this name. @throws Error{Fault::problem} if there is none
/// @param name  `kind` of a problem file
/// @return the entry
const ProcessKind& process_kind(const std::string& name);

/// Process of a kind, e.g. make_process(process_kind("duffing"), 2, {{"damping", 0.3}}).
/// @param dimension  number of axes
/// @throws Error{Fault::problem} as Parameters and the kind
/// @param kind       entry of the catalogue
/// @param given      values by key; the others take their defaults
/// @return the process
Process make_process(const ProcessKind& kind, int dimension, Parameters::Values given = {});

/// A kind of initial law that a program adds to those of problem files.
struct LawKind {
  std::string name;                                       ///< `kind` of a problem file
  std::string law;                                        ///< in words
  std::vector<Parameter> parameters;                      ///< its keys
  std::function<Law(const Parameters& parameters)> make;  ///< from checked parameters
};

/// One key of a problem file, as the key reference prints it.
struct KeyEntry {
  std::string key;       ///< its name
  std::string type;      ///< "number", "list", "formula", ...
  std::string legal;     ///< range, or words with | between them; "-": any value of the type
  std::string standard;  ///< default, as a TOML literal where it is one; "required"; "-": none
  std::string meaning;   ///< in one line
};
/// Entry of a parameter in the key reference.
/// @param parameter  of a kind
/// @return texts for the table of keys
KeyEntry key_entry(const Parameter& parameter);
/// Entries of parameters in the key reference.
/// @param parameters  of a kind
/// @return in the same order
std::vector<KeyEntry> key_entries(const std::vector<Parameter>& parameters);

}  // namespace fokker
