// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "fokker/core/types.hpp"
#include "python/arrays.hpp"

namespace fokker::python {

/// A reference to a Python object that any thread may copy and drop, with or without the lock of the interpreter.
using Held = std::shared_ptr<py::object>;
Held held(py::object object);

/// A Python function f(x, t) of a batch of points: x is a read-only view (n, d) of float64 in Fortran order, which
/// stays valid where the function keeps it; t is a float. It returns numbers of shape (n, ...) of any real type. Calls
/// come one at a time, from threads that do not hold the interpreter's lock.
class Callback {
 public:
  /// @param name   for messages: "score of 'mine'"
  /// @param shape  of what the function returns per point: (), (d) or (d, m)
  Callback(std::string name, py::object function, std::vector<py::ssize_t> shape);

  /// Values, n x columns(): entry (i, j) of a matrix in column i m + j.
  /// @throws what the function raises, as py::error_already_set
  /// @throws Error{Fault::problem} for a result of another shape (naming both) or of numbers that are not real
  void operator()(double t, const std::shared_ptr<const Points>& x, PointsOut values) const;

  Eigen::Index columns() const;

 private:
  /// @param n, dimension  of the points
  void read(const py::array& result, py::ssize_t n, py::ssize_t dimension, PointsOut values) const;

  std::string name_;
  Held function_;
  std::vector<py::ssize_t> shape_;
  mutable std::mutex one_at_a_time_;
};

}  // namespace fokker::python
