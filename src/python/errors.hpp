// SPDX-License-Identifier: MIT
#pragma once
#include <pybind11/pybind11.h>

namespace fokker::python {

/// Raises every fokker::Error as the class of its fault in fokker._errors.
void translate_errors();

}  // namespace fokker::python
