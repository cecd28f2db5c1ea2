// SPDX-License-Identifier: MIT
#pragma once
#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/diagnostics.hpp"
#include "fokker/core/types.hpp"
#include "fokker/expression/expression.hpp"
#include "fokker/grid/grid.hpp"
#include "fokker/io/toml/problem_file.hpp"
#include "fokker/process/kind.hpp"

namespace fokker::io {

/// State shared by all readers of one problem file.
struct ReadContext {
  std::string name;              ///< of the file, in messages
  std::filesystem::path folder;  ///< where relative paths start
  std::map<std::string, double> parameters;
  int dimension = 1;                   ///< number of axes
  std::vector<std::string> axes = {};  ///< their names
  std::string axes_place;              ///< of the first one
  DiagnosticList diagnostics;
  std::vector<std::string> notes = {};
  const Grid* grid = nullptr;                                 ///< null where the axes are wrong
  bool framed = false;                                        ///< the grid moves
  std::optional<Target> target{};                             ///< chooses cells and steps where the file has none
  std::vector<int> free_axes{};                               ///< whose ends were found by fill_boxes
  std::vector<std::filesystem::path> inputs{};                ///< data files that the problem names
  std::map<std::string, std::filesystem::path> data_files{};  ///< the same by key
  const toml::table* document = nullptr;
  ProblemReading reading{};
  std::map<std::string, FormulaReading> formulas{};  ///< by key
};

using Range = NumberRange;

/// Typed access to one table of a problem file. Whatever is wrong is added to the context's diagnostics with its
/// place; the reader then gets no value and continues. Keys that are never asked for are errors (see finish).
class TableReader {
 public:
  /// @param path  dotted path of the table in messages, e.g. "axis.x"
  TableReader(ReadContext& context, const toml::table& table, std::string path);

  ReadContext& context() const { return context_; }
  const std::string& path() const { return path_; }
  std::string key_path(std::string_view key) const;
  /// Place of the key's value, or of the table where the key is absent.
  std::string place(std::string_view key) const;

  /// The value of a key, which thereby counts as known; null if absent.
  const toml::node* find(std::string_view key);
  bool has(std::string_view key) { return find(key) != nullptr; }

  std::optional<double> number(std::string_view key, const Range& range = any_number);
  double number_or(std::string_view key, double fallback, const Range& range = any_number);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<bool> boolean(std::string_view key);
  std::optional<std::string> string(std::string_view key);
  /// A list of strings; one string counts as a list of one.
  std::vector<std::string> strings(std::string_view key);
  /// A list of numbers.
  std::optional<std::vector<double>> numbers(std::string_view key, const Range& range = any_number);
  /// One number per axis; a single number serves for all of them.
  std::optional<Vector> per_axis(std::string_view key, const Range& range = any_number);

  /// One of a set of words.
  template <class Value>
  Value choice(std::string_view key, Value fallback, const std::vector<std::pair<std::string, Value>>& words) {
    const auto found = string(key);
    if (!found) return fallback;
    std::vector<std::string> names;
    for (const auto& [word, value] : words) {
      if (word == *found) return value;
      names.push_back(word);
    }
    fail_choice(key, *found, names);
    return fallback;
  }

  /// One of the names of an enum.
  template <class Enum>
  Enum choice(std::string_view key, Enum fallback) {
    std::vector<std::pair<std::string, Enum>> words;
    for (const auto& [value, name] : EnumNames<Enum>::all) words.emplace_back(name, value);
    return choice(key, fallback, words);
  }

  /// The same for a value inside a list; `path` names it.
  std::optional<double> number_of(const toml::node& node, const std::string& path, const Range& range);
  std::optional<Vector> per_axis_of(const toml::node& node, const std::string& path, const Range& range);
  /// One number per axis; a single number serves only in one dimension.
  std::optional<Vector> point_of(const toml::node& node, const std::string& path);
  /// A d x d matrix as a list of rows.
  std::optional<Matrix> matrix_of(const toml::node& node, const std::string& path);
  /// A symmetric positive semidefinite d x d matrix; a single number serves only in one dimension.
  std::optional<Matrix> covariance_of(const toml::node& node, const std::string& path);

  /// A formula in the axes and t, with the parameters; a number counts as one.
  std::optional<Expression> expression_of(const toml::node& node, const std::string& path);
  std::optional<Expression> expression(std::string_view key);
  /// One formula per axis; where d = 1, a single one serves for the list.
  std::optional<std::vector<Expression>> expressions(std::string_view key);
  /// A formula in t alone.
  std::optional<Expression> expression_in_time(std::string_view key);
  /// The same per axis; a single one serves for all of them.
  std::optional<std::vector<Expression>> expressions_in_time(std::string_view key);

  void fail(std::string_view key, std::string found, std::string legal = {}, std::string advice = {});
  void fail_at(const toml::node& node, const std::string& path, std::string found, std::string legal = {},
               std::string advice = {});
  void fail_choice(std::string_view key, const std::string& found, const std::vector<std::string>& legal);
  void missing(std::string_view key, std::string legal = {});

  /// Reports the keys that nobody asked for, with the nearest known key or the table where they belong.
  void finish();

 private:
  std::optional<Expression> parsed(const toml::node& node, const std::string& path, const ExpressionScope& scope);
  std::optional<double> number_of_text(const toml::node& node, const std::string& path, const std::string& text);
  std::optional<Vector> vector_of(const toml::node& node, const std::string& path, const Range& range);
  void wrong_type(const toml::node& node, const std::string& path, const std::string& wanted);

  ReadContext& context_;
  const toml::table& table_;
  std::string path_;
  std::vector<std::string> known_;
};

/// True for a list that begins with a list.
bool is_matrix(const toml::node& node);

/// Description of a value, for messages: `string "256"`, `integer 5`, `a table`.
std::string description(const toml::node& node);

/// The number that stands there; an integer beyond 2^53 is rounded as any decimal is.
std::optional<double> number_in(const toml::node& node);

/// Tables of the schema that have this key, for "belongs in [grid]".
std::vector<std::string> tables_with_key(std::string_view key);

}  // namespace fokker::io
