// SPDX-License-Identifier: MIT
#include <pybind11/stl.h>

#include "fokker/study/converge.hpp"
#include "fokker/study/fields.hpp"
#include "fokker/study/solve.hpp"
#include "python/results.hpp"
#include "python/run.hpp"

namespace fokker::python {
namespace {

py::dict refinement_of(const Refinement& found) {
  py::dict all;
  all["distances"] = found.distances;
  all["orders"] = found.orders;
  return all;
}

py::dict convergence(const Stated& stated, int levels, const py::object& progress, int threads) {
  ConvergenceReport report;
  watched(threads, progress, [&](const Control& control) { report = converge(stated.problem(), levels, {}, control); });
  py::list solutions;
  for (const SolutionConvergence& one : report.solutions) {
    py::dict entry;
    entry["name"] = one.name;
    entry["time"] = one.time;
    entry["reference"] = one.reference;
    entry["together"] = refinement_of(one.together);
    entry["cells"] = refinement_of(one.cells);
    entry["steps"] = refinement_of(one.steps);
    entry["limit_error"] = one.limit_error;
    entry["limit_exact"] = one.limit_exact;
    solutions.append(entry);
  }
  py::dict all;
  all["cells"] = report.cells;
  all["steps"] = report.steps;
  all["solutions"] = solutions;
  all["notes"] = report.notes;
  return all;
}

py::array current(const Stated& stated, const Numbers& density, double t) {
  const Array averages = cells_from(density, stated.shape(), "density");
  Points values;
  {
    const py::gil_scoped_release unlocked;
    values = probability_current(stated.moved().process, stated.moved().grid, t, averages);
  }
  return owning(std::move(values));
}

py::array score_on_grid(const Stated& stated, const Numbers& density, const Numbers& x) {
  const Grid& grid = stated.problem()->grid;
  const Array averages = cells_from(density, stated.shape(), "density");
  const Points points = points_from(x, grid.dimension(), "x");
  Points values;
  {
    const py::gil_scoped_release unlocked;
    values = density_score(grid, averages, points);
  }
  return owning(std::move(values));
}

py::array draws(const Stated& stated, const Numbers& density, std::size_t count, std::uint64_t seed) {
  const Array averages = cells_from(density, stated.shape(), "density");
  Points positions;
  {
    const py::gil_scoped_release unlocked;
    positions = sample(stated.problem()->grid, averages, {count, seed});
  }
  return owning(std::move(positions));
}

/// Cell averages of the initial law itself.
py::array averages_of_law(const Stated& stated) {
  Array averages;
  {
    const py::gil_scoped_release unlocked;
    averages = law_averages(stated.problem()->grid, stated.problem()->initial);
  }
  return owning(std::move(averages), stated.shape());
}

}  // namespace

void bind_analysis(py::module_& module) {
  module.def("converge", &convergence, py::arg("problem"), py::arg("levels"), py::arg("progress"), py::arg("threads"));
  module.def("current", &current, py::arg("problem"), py::arg("density"), py::arg("t"));
  module.def("density_score", &score_on_grid, py::arg("problem"), py::arg("density"), py::arg("x"));
  module.def("draws", &draws, py::arg("problem"), py::arg("density"), py::arg("count"), py::arg("seed"));
  module.def("law_averages", &averages_of_law, py::arg("problem"));
}

}  // namespace fokker::python
