// SPDX-License-Identifier: MIT
#include "python/results.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <memory>
#include <string>

#include "fokker/core/error.hpp"
#include "fokker/io/result/export.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/io/result/xdmf.hpp"
#include "fokker/view/report.hpp"
#include "python/arrays.hpp"

namespace fokker::python {
namespace {

using Values = Variable::Values;

template <class Number>
py::array numbers(const Variable& variable, const std::vector<Number>& values) {
  const std::vector<py::ssize_t> shape(variable.extents.begin(), variable.extents.end());
  return py::array(py::dtype::of<Number>(), shape, values.data(), keeps(variable.values));
}

py::object array_of(const Variable& variable) {
  if (const auto* doubles = std::get_if<std::vector<double>>(variable.values.get())) return numbers(variable, *doubles);
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(variable.values.get()))
    return numbers(variable, *integers);
  return py::module_::import("numpy").attr("array")(std::get<std::vector<std::string>>(*variable.values),
                                                    py::arg("dtype") = "str");
}

py::list variables(const Result& result) {
  std::vector<Variable> all;
  {
    const py::gil_scoped_release unlocked;
    all = result_variables(result);
  }
  py::list list;
  for (const Variable& variable : all) {
    py::dict one;
    one["group"] = variable.group;
    one["name"] = variable.name;
    one["dims"] = variable.dimensions;
    one["path"] = variable.path;
    one["coordinate"] = variable.coordinate;
    one["values"] = array_of(variable);
    one["long_name"] = variable.long_name;
    one["units"] = variable.units;
    list.append(one);
  }
  return list;
}

py::dict statistics_of(const GridSolution& solution) {
  py::dict facts;
  facts["steps"] = solution.statistics.steps;
  facts["rejected"] = solution.statistics.rejected;
  facts["limited_mass"] = solution.statistics.limited_mass;
  facts["starting_mass"] = solution.starting_mass;
  facts["outside_mass"] = solution.outside_mass;
  return facts;
}

py::dict statistics(const Result& result) {
  py::dict all;
  all["forward"] = statistics_of(result.evidence.forward);
  for (const ReverseSolution& reversal : result.evidence.reversals) {
    py::dict facts = statistics_of(reversal.solution);
    facts["alpha"] = reversal.alpha;
    facts["score_cells"] = reversal.score_cells;
    all[py::str("reverse/" + reversal.name)] = facts;
  }
  const auto add = [&](const ParticleSolution& particles, const std::string& group) {
    py::dict facts;
    facts["count"] = particles.total;
    facts["steps"] = particles.steps;
    facts["scheme"] = particles.scheme;
    facts["seed"] = particles.seed;
    all[py::str(group)] = facts;
  };
  if (result.evidence.particles) add(*result.evidence.particles, "particles/forward");
  for (const ParticleSolution& particles : result.evidence.particle_reversals)
    add(particles, "particles/reverse/" + particles.name);
  return all;
}

py::dict invariants(const Result& result) {
  const Invariants& found = result.report.invariants;
  py::dict all;
  all["mass_error"] = found.mass_error;
  all["minimum"] = found.minimum;
  all["limited_mass"] = found.limited_mass;
  all["score_cells"] = found.score_cells;
  all["outside_mass"] = found.outside_mass;
  return all;
}

py::list error_bars_of(const Result& result) {
  py::list all;
  for (const ErrorBar& bar : result.report.error_bars) {
    py::dict one;
    one["solution"] = bar.solution;
    one["l1"] = bar.l1;
    one["time"] = bar.time;
    one["order"] = bar.order;
    all.append(one);
  }
  return all;
}

void write(const Result& result, const std::filesystem::path& file, bool force) {
  check_output(file, force);
  check_xdmf(file, force);
  write_result(file, result);
  write_xdmf(file, result);
}

std::vector<std::string> axes(const Result& result) {
  std::vector<std::string> names;
  for (const Axis& axis : result.evidence.grid.axes()) names.push_back(axis.name);
  return names;
}

}  // namespace

void bind_results(py::module_& module) {
  using Unlocked = py::call_guard<py::gil_scoped_release>;
  py::class_<Result, std::shared_ptr<Result>>(module, "Result")
      .def_readonly("title", &Result::title)
      .def_readonly("notes", &Result::notes)
      .def_readonly("problem_text", &Result::problem)
      .def_property_readonly("axes", &axes)
      .def_property_readonly("passed", [](const Result& r) { return r.report.passed; })
      .def_property_readonly("verdict", [](const Result& r) { return std::string(name_of(r.report.verdict())); })
      .def_property_readonly("invariants", &invariants)
      .def_property_readonly("error_bars", &error_bars_of)
      .def_property_readonly("statistics", &statistics)
      .def("variables", &variables)
      .def("write", &write, py::arg("file"), py::arg("force"), Unlocked())
      .def(
          "write_html",
          [](const Result& result, const std::filesystem::path& file, const std::string& source) {
            write_html_report(file, result, source, chart_library());
          },
          py::arg("file"), py::arg("source"), Unlocked());
  module.def(
      "open_result",
      [](const std::filesystem::path& file, bool trust) {
        ReadOptions options;
        options.trust = trust;
        return std::make_shared<Result>(read_result(file, options));
      },
      py::arg("file"), py::arg("trust"), Unlocked());
}

}  // namespace fokker::python
