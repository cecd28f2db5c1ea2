// SPDX-License-Identifier: MIT
#include <pybind11/stl.h>

#include "fokker/process/gaussian_mixture.hpp"
#include "fokker/sde/simulate.hpp"
#include "python/arrays.hpp"
#include "python/results.hpp"

namespace fokker::python {
namespace {

/// @param means        (K, d)
/// @param covariances  (K, d, d)
GaussianMixture mixture(std::vector<double> weights, const Numbers& means, const Numbers& covariances) {
  std::vector<Vector> centres;
  std::vector<Matrix> spreads;
  const auto count = means.shape(0), d = means.shape(1);
  for (py::ssize_t k = 0; k < count; ++k) {
    Vector centre(d);
    Matrix spread(d, d);
    for (py::ssize_t i = 0; i < d; ++i) {
      centre[i] = *means.data(k, i);
      for (py::ssize_t j = 0; j < d; ++j) spread(i, j) = *covariances.data(k, i, j);
    }
    centres.push_back(std::move(centre));
    spreads.push_back(std::move(spread));
  }
  return {std::move(weights), std::move(centres), std::move(spreads)};
}

py::array log_density(const GaussianMixture& law, const Numbers& x) {
  const Points points = points_from(x, law.dimension(), "x");
  return owning(law.log_density(points), {points.rows()});
}

py::array score(const GaussianMixture& law, const Numbers& x) {
  const Points points = points_from(x, law.dimension(), "x");
  Points values(points.rows(), points.cols());
  law.score(points, values);
  return owning(std::move(values));
}

py::array draw(const GaussianMixture& law, std::size_t count, std::uint64_t seed) {
  Points points;
  {
    const py::gil_scoped_release unlocked;
    points = sample(law, {count, seed});
  }
  return owning(std::move(points));
}

py::list means(const GaussianMixture& law) {
  py::list all;
  for (const Vector& one : law.means()) all.append(copied(one));
  return all;
}

py::list covariances(const GaussianMixture& law) {
  py::list all;
  for (const Matrix& one : law.covariances()) all.append(copied(one));
  return all;
}

}  // namespace

void bind_laws(py::module_& module) {
  py::class_<GaussianMixture>(module, "GaussianMixture")
      .def(py::init(&mixture), py::arg("weights"), py::arg("means"), py::arg("covariances"))
      .def_property_readonly("dimension", &GaussianMixture::dimension)
      .def_property_readonly("weights", &GaussianMixture::weights)
      .def_property_readonly("means", &means)
      .def_property_readonly("covariances", &covariances)
      .def("mean", [](const GaussianMixture& law) { return copied(law.mean()); })
      .def("covariance", [](const GaussianMixture& law) { return copied(law.covariance()); })
      .def("log_density", &log_density, py::arg("x"))
      .def("score", &score, py::arg("x"))
      .def("sample", &draw, py::arg("count"), py::arg("seed"));
}

}  // namespace fokker::python
