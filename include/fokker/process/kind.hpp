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
  double lower = std::numeric_limits<double>::lowest();
  double upper = std::numeric_limits<double>::max();
  bool above = false;
  const char* text = "a finite number";
  bool contains(double value) const {
    return value <= upper && value >= lower && !(above && value == lower);  // NaN is not contained
  }
};
inline constexpr NumberRange any_number{};
inline constexpr NumberRange not_negative{0, std::numeric_limits<double>::max(), false, "a number >= 0"};
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
using ParameterValue = std::variant<double, Vector, Matrix, Expression, std::vector<Expression>,
                                    std::vector<std::vector<Expression>>, std::string, Law>;

/// One parameter of a kind: a key of the problem file.
struct Parameter {
  std::string key;
  ParameterType type = ParameterType::number;
  NumberRange range = any_number;  ///< of its numbers; of the entries of a matrix any
  std::string standard = "-";      ///< default: a number, a word, or a formula of numbers; "required"; "-": none
  std::string meaning = {};
  std::string legal = {};  ///< for the key reference; empty: as of the range or the words
  std::vector<std::string> words = {};
  bool differentiated = false;  ///< formulas whose derivatives are taken: their jumps are noted
};

/// Values of the parameters of a kind.
class Parameters {
 public:
  using Values = std::map<std::string, ParameterValue>;

  /// Takes the values given and the defaults of the others.
  /// @param dimension  number of axes, d
  /// @throws Error{Fault::problem} with the key if a value is missing, unknown, of another type or out of range
  Parameters(const std::vector<Parameter>& parameters, int dimension, Values given);

  int dimension() const { return dimension_; }
  bool has(const std::string& key) const { return values_.contains(key); }
  /// Whether the value is not the default.
  bool given(const std::string& key) const { return given_.contains(key); }
  template <class Value>
  const Value& get(const std::string& key) const {
    return std::get<Value>(values_.at(key));
  }
  template <class Value>
  bool holds(const std::string& key) const {
    return std::holds_alternative<Value>(values_.at(key));
  }
  double number(const std::string& key) const { return get<double>(key); }
  const Vector& per_axis(const std::string& key) const { return get<Vector>(key); }
  const Matrix& matrix(const std::string& key) const { return get<Matrix>(key); }
  const Expression& formula(const std::string& key) const { return get<Expression>(key); }

 private:
  int dimension_;
  Values given_, values_;
};

/// A commented problem file of a kind, in parts: what `fokker init KIND` writes.
struct KindExample {
  std::string title;
  std::string process;  ///< lines of [process], `kind` included
  std::string initial;
  std::string time;
  std::string axis;
  bool exact = true;        ///< the exact marginal is known
  std::string more = {};    ///< further tables
  std::string bounds = {};  ///< further lines of [verify]
};

/// A kind of process: an entry of the catalogue. Reader, key reference, lists and completion derive from it.
struct ProcessKind {
  int rank = 1000;  ///< place in lists
  std::string name;
  std::string equation;
  std::vector<Parameter> parameters;
  std::string prior;  ///< in words; "none"
  std::string source;
  KindExample example;
  /// @throws Error{Fault::problem} if the parameters do not fit together; a diagnostic with a key names the parameter
  std::function<Process(const Parameters& parameters)> make;
};

/// The built-in kinds, from the files of src/process/kinds.
const std::vector<ProcessKind>& process_kind_entries();

/// The built-in kind of this name. @throws Error{Fault::problem} if there is none
const ProcessKind& process_kind(const std::string& name);

/// Process of a kind, e.g. make_process(process_kind("duffing"), 2, {{"damping", 0.3}}).
/// @param dimension  number of axes
/// @throws Error{Fault::problem} as Parameters and the kind
Process make_process(const ProcessKind& kind, int dimension, Parameters::Values given = {});

/// A kind of initial law that a program adds to those of problem files.
struct LawKind {
  std::string name;
  std::string law;  ///< in words
  std::vector<Parameter> parameters;
  std::function<Law(const Parameters& parameters)> make;
};

/// One key of a problem file, as the key reference prints it.
struct KeyEntry {
  std::string key;
  std::string type;      ///< "number", "list", "formula", ...
  std::string legal;     ///< range, or words with | between them; "-": any value of the type
  std::string standard;  ///< default, as a TOML literal where it is one; "required"; "-": none
  std::string meaning;
};
KeyEntry key_entry(const Parameter& parameter);
std::vector<KeyEntry> key_entries(const std::vector<Parameter>& parameters);

}  // namespace fokker
