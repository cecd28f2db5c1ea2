#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// What a stage needs to go on as if it had never stopped: named rows of numbers and lists of whole numbers. The rows
/// are referred to, not copied: the view must not outlive them.
class StateView {
 public:
  struct Rows {
    std::string name;
    std::size_t length;  ///< of each row
    std::vector<const double*> rows;
  };
  struct Integers {
    std::string name;
    std::vector<std::int64_t> values;
  };

  void add(std::string name, const Array& row);
  void add(std::string name, const std::vector<Array>& rows);
  void add(std::string name, std::size_t length, std::vector<const double*> rows);
  void add(std::string name, std::vector<std::int64_t> values);
  /// Keeps the values itself.
  void add_values(std::string name, std::vector<double> values);

  const std::vector<Rows>& rows() const { return rows_; }
  const std::vector<Integers>& integers() const { return integers_; }
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
  void set(const std::string& name, std::vector<Array> rows) { rows_[name] = std::move(rows); }
  void set(const std::string& name, std::vector<std::int64_t> values) { integers_[name] = std::move(values); }

  bool has(const std::string& name) const { return rows_.contains(name) || integers_.contains(name); }
  std::vector<Array> take_rows(const std::string& name);
  /// As many rows as `count`, each of this length.
  std::vector<Array> take_rows(const std::string& name, std::size_t count, Eigen::Index length);
  Array take_row(const std::string& name);
  std::vector<double> take_values(const std::string& name);
  std::vector<std::int64_t> take_integers(const std::string& name, std::size_t count);

 private:
  std::map<std::string, std::vector<Array>> rows_;
  std::map<std::string, std::vector<std::int64_t>> integers_;
};

/// A state that stands alone.
State copied(const StateView& view);

/// How far a state is. The last state of a stage that has finished holds its result.
struct StateMark {
  std::string stage;
  std::int64_t step = 0;
  double time = 0;  ///< as the stage counts it: of a reversal, tau
  bool finished = false;
};

/// Where stages leave their states and find them again after a stop; nowhere where the functions are empty.
struct StateKeeper {
  std::function<std::optional<State>(const std::string& stage)> last;
  std::function<bool()> due;  ///< asked after every step
  std::function<void(const StateMark& mark, const StateView& state)> keep;
};

/// What an observer of a stage has gathered goes into the stage's state and comes back with it.
struct ObserverState {
  std::function<void(StateView& view)> save;
  std::function<bool(State& state)> load;  ///< false where the state lacks it: then the stage starts anew
};

}  // namespace fokker
