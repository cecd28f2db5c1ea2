// SPDX-License-Identifier: MIT
// The module fokker._core: the library's surface in the types of numpy. The package around it is in src/python/fokker.
#include "python/errors.hpp"
#include "python/results.hpp"
#include "python/stated.hpp"

PYBIND11_MODULE(_core, module) {
  module.attr("__version__") = FOKKER_VERSION;
  fokker::python::translate_errors();
  fokker::python::bind_results(module);
  fokker::python::bind_laws(module);
  fokker::python::bind_problem(module);
  fokker::python::bind_parts(module);
  fokker::python::bind_analysis(module);
  fokker::python::bind_samplers(module);
}
