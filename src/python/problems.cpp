// SPDX-License-Identifier: MIT
#include <pybind11/stl.h>

#include "fokker/study/study.hpp"
#include "python/results.hpp"
#include "python/run.hpp"
#include "python/stated.hpp"

namespace fokker::python {
namespace {

std::shared_ptr<Stated> stated(const Source& source, const Functions& functions) {
  const py::gil_scoped_release unlocked;
  return std::make_shared<Stated>(source, functions);
}

py::dict estimate_of(const Stated& stated) {
  Estimate needs;
  {
    const py::gil_scoped_release unlocked;
    needs = estimate(stated.problem());
  }
  py::dict all;
  all["memory_bytes"] = needs.memory_bytes;
  all["file_bytes"] = needs.file_bytes;
  all["run_bytes"] = needs.run_bytes;
  all["cell_steps"] = needs.cell_steps;
  all["particle_steps"] = needs.particle_steps;
  return all;
}

py::list edges(const Stated& stated) {
  py::list all;
  for (const Axis& axis : stated.problem()->grid.axes()) all.append(owning(Array(axis.edges), {axis.edges.size()}));
  return all;
}

std::vector<std::string> axis_names(const Stated& stated) {
  std::vector<std::string> names;
  for (const Axis& axis : stated.problem()->grid.axes()) names.push_back(axis.name);
  return names;
}

/// The text of a problem file with its overrides, resolved and checked.
std::string read_text(const std::string& file, const std::vector<std::string>& overrides, bool trust) {
  ReadOptions data;
  data.trust = trust;
  return read_problem(file, overrides, data).problem->text;
}

}  // namespace

void bind_problem(py::module_& module) {
  py::class_<Stated, std::shared_ptr<Stated>>(module, "Problem")
      .def(py::init([](std::string text, std::string name, std::string folder, std::vector<std::string> overrides,
                       bool trust, py::object drift, py::object noise, py::object divergence, int noise_columns,
                       bool time_independent, std::map<std::string, py::object> scores,
                       std::map<std::string, py::object> alphas, std::map<std::string, std::string> parameterizations,
                       py::object initial, std::map<std::string, py::object> metrics) {
             return stated({std::move(text), std::move(name), std::move(folder), std::move(overrides), trust},
                           {std::move(drift), std::move(noise), std::move(divergence), noise_columns, time_independent,
                            std::move(scores), std::move(alphas), std::move(parameterizations), std::move(initial),
                            std::move(metrics)});
           }),
           py::arg("text"), py::arg("name"), py::arg("folder"), py::arg("overrides"), py::arg("trust"),
           py::arg("drift"), py::arg("noise"), py::arg("divergence"), py::arg("noise_columns"),
           py::arg("time_independent"), py::arg("scores"), py::arg("alphas"), py::arg("parameterizations"),
           py::arg("initial"), py::arg("metrics"))
      .def_property_readonly("text", &Stated::text)
      .def_property_readonly("notes", &Stated::notes)
      .def_property_readonly("axes", &axis_names)
      .def_property_readonly("edges", &edges)
      .def("estimate", &estimate_of)
      .def(
          "run",
          [](const Stated& self, const py::object& progress, int threads, std::string score_table,
             std::string checkpoint, double every, double score_memory) {
            return run_problem(self, {threads, std::move(score_table), std::move(checkpoint), every, score_memory},
                               progress);
          },
          py::arg("progress"), py::arg("threads"), py::arg("score_table"), py::arg("checkpoint"),
          py::arg("checkpoint_every"), py::arg("score_memory"));
  module.def("read_text", &read_text, py::arg("file"), py::arg("overrides"), py::arg("trust"),
             py::call_guard<py::gil_scoped_release>());
}

}  // namespace fokker::python
