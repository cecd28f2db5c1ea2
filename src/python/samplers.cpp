// SPDX-License-Identifier: MIT
#include <pybind11/stl.h>

#include "fokker/problem/sampler_problem.hpp"
#include "python/results.hpp"
#include "python/run.hpp"

namespace fokker::python {
namespace {

py::dict row_of(const SamplerRow& row, SamplerDensity density) {
  py::dict entry;
  entry["sampler"] = row.sampler;
  entry["kind"] = row.kind;
  entry["steps"] = row.steps;
  entry["evaluations"] = row.evaluations;
  entry["kl"] = row.kl;
  entry["kl_reverse"] = row.kl_reverse;
  entry["tv"] = row.tv;
  entry["w1"] = row.w1;
  entry["w2"] = row.w2;
  entry["mean"] = row.mean;
  entry["variance"] = row.variance;
  entry["modes"] = row.modes;
  entry["tv_stop"] = row.tv_stop;
  entry["error"] = row.error;
  entry["folded"] = row.folded;
  const auto points = static_cast<py::ssize_t>(density.x.size());
  entry["x"] = owning(std::move(density.x), {points});
  entry["density"] = owning(std::move(density.values), {points});
  return entry;
}

py::dict samplers(const Stated& stated, const py::object& progress, int threads) {
  std::vector<SamplerRow> rows;
  std::vector<SamplerDensity> densities;
  watched(threads, progress, [&](const Control& control) {
    const Problem& problem = stated.problem();
    rows = sampler_rows(sampler_problem(problem), problem.samplers, control, &densities);
  });
  py::list all;
  for (std::size_t k = 0; k < rows.size(); ++k) all.append(row_of(rows[k], std::move(densities[k])));
  py::dict orders;
  for (const std::string& label : sampler_labels(rows)) orders[label.c_str()] = sampler_order(rows, label);
  py::dict result;
  result["rows"] = all;
  result["orders"] = orders;
  return result;
}

}  // namespace

void bind_samplers(py::module_& module) {
  module.def("samplers", &samplers, py::arg("problem"), py::arg("progress"), py::arg("threads"));
}

}  // namespace fokker::python
