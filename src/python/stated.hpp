// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fokker/io/toml/problem_file.hpp"
#include "fokker/problem/grid_problem.hpp"
#include "python/batches.hpp"

namespace fokker::python {

/// Where the text of a problem comes from.
struct Source {
  std::string text;
  std::string name;    ///< stands for the file in messages
  std::string folder;  ///< where relative paths start
  std::vector<std::string> overrides;
  bool trust = false;  ///< read HDF5 files that fokker did not write
};

/// Python functions and arrays of a problem, in addition to its text.
struct Functions {
  py::object drift = py::none(), noise = py::none(), divergence = py::none();  ///< of kind "ito"; noise: or numbers
  int noise_columns = 0;                                                       ///< m of a noise matrix; 0: per axis
  bool time_independent = false;
  /// By the name of the reversal; alphas are functions of t.
  std::map<std::string, py::object> scores, alphas;
  std::map<std::string, std::string> parameterizations;  ///< of scores, by the name of the reversal; else "score"
  /// In place of the law of the text: cell averages on the grid, or a density f(x, t).
  py::object initial = py::none();
  std::map<std::string, py::object> metrics;  ///< f(first, second) of two densities on the grid, by name
};

/// A checked problem that came from Python.
class Stated {
 public:
  /// Takes the interpreter's lock where it needs it: the caller must not hold it.
  Stated(const Source& source, const Functions& functions);

  const CheckedProblem& problem() const { return *problem_; }
  const GridProblem& moved() const;
  const std::vector<std::string>& notes() const { return notes_; }
  /// Resolved TOML; functions are not in it.
  const std::string& text() const { return text_; }
  std::vector<py::ssize_t> shape() const;

 private:
  std::unique_ptr<const CheckedProblem> problem_;
  std::vector<std::string> notes_;
  std::string text_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const GridProblem> moved_;
};

void bind_problem(py::module_& module);

}  // namespace fokker::python
