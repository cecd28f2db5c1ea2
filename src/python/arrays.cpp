// SPDX-License-Identifier: MIT
#include "python/arrays.hpp"

#include <fmt/format.h>

#include "fokker/core/error.hpp"

namespace fokker::python {

std::vector<py::ssize_t> shape_of(const py::array& array) { return {array.shape(), array.shape() + array.ndim()}; }

std::string shape_text(const std::vector<py::ssize_t>& shape) {
  std::string text = "(";
  for (std::size_t k = 0; k < shape.size(); ++k) text += fmt::format("{}{}", k > 0 ? ", " : "", shape[k]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

py::array owning(Array values, const std::vector<py::ssize_t>& shape) {
  const auto kept = std::make_shared<Array>(std::move(values));
  return py::array(py::dtype::of<double>(), shape, kept->data(), keeps(kept));
}

py::array owning(Points points) {
  const auto kept = std::make_shared<Points>(std::move(points));
  constexpr py::ssize_t size = sizeof(double);
  const std::vector<py::ssize_t> shape = {kept->rows(), kept->cols()}, strides = {size, size * kept->rows()};
  return py::array(py::dtype::of<double>(), shape, strides, kept->data(), keeps(kept));
}

py::array view(std::shared_ptr<const Points> points) {
  constexpr py::ssize_t size = sizeof(double);
  const std::vector<py::ssize_t> shape = {points->rows(), points->cols()}, strides = {size, size * points->rows()};
  const double* data = points->data();
  py::array array(py::dtype::of<double>(), shape, strides, data, keeps(std::move(points)));
  py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
  return array;
}

py::array copied(const Vector& vector) {
  return owning(Array(vector.array()), std::vector<py::ssize_t>{vector.size()});
}

py::array copied(const Matrix& matrix) { return owning(Points(matrix.array())); }

Points points_from(const Numbers& array, int dimension, const char* name) {
  const bool flat = array.ndim() == 1 && dimension == 1;
  if (!flat && (array.ndim() != 2 || array.shape(1) != dimension))
    throw Error(Fault::usage, fmt::format("{} has shape {}", name, shape_text(shape_of(array))),
                fmt::format("(n, {})", dimension));
  Points points(array.shape(0), dimension);
  for (py::ssize_t i = 0; i < points.rows(); ++i)
    for (py::ssize_t k = 0; k < points.cols(); ++k) points(i, k) = flat ? *array.data(i) : *array.data(i, k);
  return points;
}

Array cells_from(const Numbers& array, const std::vector<py::ssize_t>& shape, const char* name) {
  if (shape_of(array) != shape)
    throw Error(Fault::usage, fmt::format("{} has shape {}", name, shape_text(shape_of(array))),
                shape_text(shape) + ", the cells of the grid");
  const py::array_t<double, py::array::c_style | py::array::forcecast> values(array);
  return Eigen::Map<const Array>(values.data(), values.size());
}

}  // namespace fokker::python
