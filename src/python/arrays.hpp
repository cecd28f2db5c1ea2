// SPDX-License-Identifier: MIT
#pragma once
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <utility>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker::python {

namespace py = pybind11;

/// Numbers from Python, converted where they are of another type.
using Numbers = py::array_t<double, py::array::forcecast>;

/// An object that keeps `owner` alive, as the base of arrays that view its memory.
template <class Owner>
py::capsule keeps(std::shared_ptr<Owner> owner) {
  return py::capsule(new std::shared_ptr<Owner>(std::move(owner)),
                     [](void* kept) { delete static_cast<std::shared_ptr<Owner>*>(kept); });
}

/// An array of this shape (C order) that owns the memory of `values`, without a copy.
py::array owning(Array values, const std::vector<py::ssize_t>& shape);
/// n x d in Fortran order, without a copy.
py::array owning(Points points);
/// d or r x c, copied: for the few numbers of a law.
py::array copied(const Vector& vector);
py::array copied(const Matrix& matrix);

/// A read-only view, n x d in Fortran order, that keeps the points alive.
py::array view(std::shared_ptr<const Points> points);

/// n x d points of an array; one of shape (n,) is n points in one dimension.
/// @throws Error{Fault::usage} where it has another shape, which is named
Points points_from(const Numbers& array, int dimension, const char* name);
/// One number per cell of an array whose shape is that of the grid.
/// @throws Error{Fault::usage} where it has another shape, naming both
Array cells_from(const Numbers& array, const std::vector<py::ssize_t>& shape, const char* name);

/// "(3, 2)"
std::string shape_text(const std::vector<py::ssize_t>& shape);
std::vector<py::ssize_t> shape_of(const py::array& array);

}  // namespace fokker::python
