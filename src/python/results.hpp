// SPDX-License-Identifier: MIT
#pragma once
#include <pybind11/pybind11.h>

namespace fokker::python {

/// Class `Result`: variables, verdict, files.
void bind_results(pybind11::module_& module);
/// Class `GaussianMixture`.
void bind_laws(pybind11::module_& module);
/// Functions of a problem's parts: operator, step, cell averages, metrics, particles, coefficients.
void bind_parts(pybind11::module_& module);
/// Functions of whole problems and densities: convergence, currents, scores, draws.
void bind_analysis(pybind11::module_& module);
/// Function of the samplers of a problem.
void bind_samplers(pybind11::module_& module);

}  // namespace fokker::python
