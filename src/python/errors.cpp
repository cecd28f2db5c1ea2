// SPDX-License-Identifier: MIT
#include "python/errors.hpp"

#include "fokker/core/error.hpp"

namespace fokker::python {
namespace {

namespace py = pybind11;

void raise_in_python(const Error& error) {
  py::list diagnostics;
  for (const Diagnostic& one : error.diagnostics()) {
    py::dict entry;
    entry["place"] = one.place;
    entry["key"] = one.key;
    entry["found"] = one.found;
    entry["legal"] = one.legal;
    entry["advice"] = one.advice;
    diagnostics.append(entry);
  }
  const py::object made =
      py::module_::import("fokker._errors").attr("from_core")(exit_code(error.fault()), diagnostics);
  PyErr_SetObject(py::type::of(made).ptr(), made.ptr());
}

}  // namespace

void translate_errors() {
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const Error& error) {
      raise_in_python(error);
    }
  });
}

}  // namespace fokker::python
