// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// State from which a stage continues as if it had never stopped: named rows of numbers and lists of whole numbers. The
/// rows are referred to, not copied: the view must not outlive them.
class StateView {
 public:
  /// Rows that are nowhere whole are gathered in parts of so many numbers, at most twice as many.
  static constexpr std::size_t gathered_numbers = std::size_t{1} << 20;

  /// Named rows of numbers, by reference.
  struct Rows {
    std::string name;                 ///< name of the rows
    std::size_t length;               ///< of each row
    std::vector<const double*> rows;  ///< first number of each row
    /// Of rows that are nowhere whole: gives a part of row k, until the next call of any. Then `rows` are only counted.
    std::function<const double*(std::size_t k, std::size_t part)> gathered = {};
    std::vector<std::size_t> begins = {};  ///< of these parts in a row, and its end

    /// What takes a part of a row: its first number's place in the row, how many there are, and where they are.
    using Visit = std::function<void(std::size_t begin, std::size_t count, const double* numbers)>;
    /// Visits the parts of a row in order; a row that is in memory has one.
    /// @param k      number of the row
    /// @param visit  called for each part
    void visit(std::size_t k, const Visit& visit) const;
  };
  /// Named list of whole numbers.
  struct Integers {
    std::string name;                  ///< name of the list
    std::vector<std::int64_t> values;  ///< the numbers
  };

  /// Adds one row.
  /// @param name  unique in the view
  /// @param row   must outlive the view
  void add(std::string name, const Array& row);
  /// Adds rows of equal length.
  /// @param name  unique in the view
  /// @param rows  of equal length; must outlive the view
  void add(std::string name, const std::vector<Array>& rows);
  /// Adds rows of `length` numbers by their first ones.
  /// @param name    unique in the view
  /// @param length  numbers per row
  /// @param rows    first number of each row; must outlive the view
  void add(std::string name, std::size_t length, std::vector<const double*> rows);
  /// Adds rows that are gathered when they are asked for.
  /// @param rows  with a function that must outlive the view
  void add(Rows rows) { rows_.push_back(std::move(rows)); }
  /// Adds whole numbers, which are copied.
  /// @param name    unique in the view
  /// @param values  whole numbers
  void add(std::string name, std::vector<std::int64_t> values);
  /// Keeps the values itself.
  /// @param name    unique in the view
  /// @param values  one row, owned by the view
  void add_values(std::string name, std::vector<double> values);

  /// All rows, in the order of adding. @return views, not copies
  const std::vector<Rows>& rows() const { return rows_; }
  /// All lists of whole numbers. @return in the order of adding
  const std::vector<Integers>& integers() const { return integers_; }
  /// Size of the content in bytes. @return 8 per number
  double bytes() const;

 private:
  std::vector<Rows> rows_;
  std::vector<Integers> integers_;
  std::deque<std::vector<double>> kept_;
};

/// The same, as it was read. What is taken moves out.
/// @throws Error{Fault::checkpoint} where a name is missing or its content is not of the wanted shape
class State {
 public:
  /// Sets rows.
  /// @param name  replaces rows of the same name
  /// @param rows  of equal length
  void set(const std::string& name, std::vector<Array> rows) { rows_[name] = std::move(rows); }
  /// Sets whole numbers.
  /// @param name    replaces numbers of the same name
  /// @param values  whole numbers
  void set(const std::string& name, std::vector<std::int64_t> values) { integers_[name] = std::move(values); }

  /// Whether rows or numbers of this name are left.
  /// @param name  of rows or whole numbers
  /// @return false once they have been taken
  bool has(const std::string& name) const { return rows_.contains(name) || integers_.contains(name); }
  /// All rows that are left. @return by name
  const std::map<std::string, std::vector<Array>>& rows() const { return rows_; }
  /// All whole numbers that are left. @return by name
  const std::map<std::string, std::vector<std::int64_t>>& integers() const { return integers_; }
  /// Moves rows out.
  /// @param name  of rows
  /// @return all rows of this name
  std::vector<Array> take_rows(const std::string& name);
  /// As many rows as `count`, each of this length.
  /// @param name    of rows
  /// @param count   rows wanted
  /// @param length  numbers per row wanted
  /// @return count rows
  std::vector<Array> take_rows(const std::string& name, std::size_t count, Eigen::Index length);
  /// Moves a single row out.
  /// @param name  of a single row
  /// @return its numbers
  Array take_row(const std::string& name);
  /// Moves a single row out, as a vector.
  /// @param name  of a single row
  /// @return its numbers
  std::vector<double> take_values(const std::string& name);
  /// Moves `count` whole numbers out.
  /// @param name   of whole numbers
  /// @param count  numbers wanted
  /// @return count numbers
  std::vector<std::int64_t> take_integers(const std::string& name, std::size_t count);

 private:
  std::map<std::string, std::vector<Array>> rows_;
  std::map<std::string, std::vector<std::int64_t>> integers_;
};

/// A state with its own copy of the data.
/// @param view  rows that still live
/// @return rows and numbers that do not refer to the view
State copied(const StateView& view);

/// How far a state is. The last state of a stage that has finished holds its result.
struct StateMark {
  std::string stage;      ///< as in Progress
  std::int64_t step = 0;  ///< steps taken
  double time = 0;        ///< as the stage counts it: of a reversal, tau
  bool finished = false;  ///< the stage has ended
};

/// Where stages leave their states and find them again after a stop; nowhere where the functions are empty.
struct StateKeeper {
  std::function<std::optional<State>(const std::string& stage)> last;  ///< newest state of a stage, if there is one
  std::function<bool()> due;                                           ///< asked after every step
  std::function<void(const StateMark& mark, const StateView& state)> keep;  ///< stores a state
};

/// Data of an observer of a stage, stored in the stage's state and restored with it.
struct ObserverState {
  std::function<void(StateView& view)> save;  ///< adds to the state
  std::function<bool(State& state)> load;     ///< false where the state lacks it: then the stage starts anew
};

}  // namespace fokker
