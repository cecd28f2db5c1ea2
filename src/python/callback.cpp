// SPDX-License-Identifier: MIT
#include "python/callback.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fokker/core/error.hpp"

namespace fokker::python {

Held held(py::object object) {
  return Held(new py::object(std::move(object)), [](py::object* kept) {
    const py::gil_scoped_acquire lock;
    delete kept;
  });
}

Callback::Callback(std::string name, py::object function, std::vector<py::ssize_t> shape)
    : name_(std::move(name)), function_(held(std::move(function))), shape_(std::move(shape)) {}

Eigen::Index Callback::columns() const {
  Eigen::Index product = 1;
  for (const py::ssize_t extent : shape_) product *= extent;
  return product;
}

void Callback::operator()(double t, const std::shared_ptr<const Points>& x, PointsOut values) const {
  const std::lock_guard order(one_at_a_time_);  // before the interpreter's lock: who waits here does not hold that
  const py::gil_scoped_acquire lock;
  const py::array result((*function_)(view(x), t));
  read(result, x->rows(), x->cols(), values);
}

void Callback::read(const py::array& result, py::ssize_t n, py::ssize_t dimension, PointsOut values) const {
  std::vector<py::ssize_t> wanted = {n};
  wanted.insert(wanted.end(), shape_.begin(), shape_.end());
  if (shape_of(result) != wanted)
    throw Error(Fault::problem, fmt::format("{} returned shape {}", name_, shape_text(shape_of(result))),
                fmt::format("shape {} for the points of shape {}", shape_text(wanted), shape_text({n, dimension})));
  const char kind = result.dtype().kind();
  if (kind != 'f' && kind != 'i' && kind != 'u' && kind != 'b')
    throw Error(Fault::problem,
                fmt::format("{} returned numbers of type {}", name_, std::string(py::str(result.dtype()))),
                "real numbers");
  const Numbers numbers(result);
  const py::ssize_t size = sizeof(double), stride = n > 1 ? numbers.strides(0) / size : 1;
  const auto* bytes = reinterpret_cast<const char*>(numbers.data());
  for (Eigen::Index k = 0; k < columns(); ++k) {
    const py::ssize_t m = shape_.size() > 1 ? shape_[1] : 1;
    const py::ssize_t offset =
        (shape_.empty() ? 0 : k / m * numbers.strides(1)) + (shape_.size() > 1 ? k % m * numbers.strides(2) : 0);
    const auto* first = reinterpret_cast<const double*>(bytes + offset);
    double* column = values.col(k).data();
    if (stride == 1) {
      std::copy_n(first, n, column);
      continue;
    }
    for (py::ssize_t row = 0; row < n; ++row) column[row] = first[row * stride];
  }
}

}  // namespace fokker::python
