// SPDX-License-Identifier: MIT
#include <pybind11/complex.h>
#include <pybind11/stl.h>

#include "fokker/study/converge.hpp"
#include "fokker/study/fields.hpp"
#include "fokker/study/generator_study.hpp"
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

/// Arrays of the shape of the grid by the names that OUT.h5 gives them.
class GeneratorFields {
 public:
  GeneratorFields(const GeneratorResults& results, std::vector<py::ssize_t> shape)
      : results_(results), shape_(std::move(shape)) {}

  py::dict all() {
    if (results_.stationary) {
      add("stationary/density", results_.stationary->density);
      for (int k = 0; k < results_.grid.dimension(); ++k)
        add("stationary/current_" + results_.grid.axis(k).name, results_.stationary->current.col(k));
    }
    if (results_.spectrum) add_modes(*results_.spectrum);
    if (results_.passage) add_passage(*results_.passage);
    if (results_.committor) {
      add("committor/forward", results_.committor->forward);
      add("committor/backward", results_.committor->backward);
    }
    if (results_.reset) add("reset/density", results_.reset->density);
    for (const ExpectationResult& one : results_.expectations) add("expectation/" + one.name, one.value);
    return fields_;
  }

 private:
  void add(const std::string& name, const Array& values) { fields_[name.c_str()] = owning(values, shape_); }

  void add_modes(const Spectrum& spectrum) {
    py::list values;
    for (std::size_t k = 0; k < spectrum.modes.size(); ++k) {
      const Mode& mode = spectrum.modes[k];
      const std::string name = "spectrum/" + std::to_string(k) + "/";
      values.append(mode.eigenvalue);
      add(name + "right_real", mode.right.real() / results_.grid.volumes());
      add(name + "left_real", mode.left.real());
      if (mode.eigenvalue.imag() == 0) continue;
      add(name + "right_imaginary", mode.right.imag() / results_.grid.volumes());
      add(name + "left_imaginary", mode.left.imag());
    }
    fields_["spectrum/eigenvalue"] = values;
  }

  void add_passage(const PassageResult& result) {
    const FirstPassage& passage = result.passage;
    for (std::size_t n = 0; n < passage.moments.size(); ++n)
      add("first_passage/time_moment_" + std::to_string(n + 1), passage.moments[n]);
    for (std::size_t e = 0; e < result.exits.size(); ++e) {
      add("first_passage/probability_" + result.exits[e], passage.splitting[e]);
      for (std::size_t n = 0; n < passage.conditional[e].size(); ++n)
        add("first_passage/time_moment_" + std::to_string(n + 1) + "_" + result.exits[e], passage.conditional[e][n]);
    }
  }

  const GeneratorResults& results_;
  std::vector<py::ssize_t> shape_;
  py::dict fields_;
};

py::dict generator_tables(const Stated& stated, const py::object& progress, int threads) {
  GeneratorResults results{stated.problem()->grid, {}};
  watched(threads, progress, [&](const Control& control) { results = generator_study(stated.problem(), control); });
  py::dict scalars;
  for (const Scalar& scalar : results.scalars) {
    py::dict entry;
    entry["value"] = scalar.value;
    entry["error"] = scalar.error;
    entry["units"] = scalar.units;
    scalars[(scalar.table + "/" + scalar.name).c_str()] = entry;
  }
  py::dict all;
  all["scalars"] = scalars;
  all["fields"] = GeneratorFields(results, stated.shape()).all();
  return all;
}

}  // namespace

void bind_analysis(py::module_& module) {
  module.def("converge", &convergence, py::arg("problem"), py::arg("levels"), py::arg("progress"), py::arg("threads"));
  module.def("generator", &generator_tables, py::arg("problem"), py::arg("progress"), py::arg("threads"));
  module.def("current", &current, py::arg("problem"), py::arg("density"), py::arg("t"));
  module.def("density_score", &score_on_grid, py::arg("problem"), py::arg("density"), py::arg("x"));
  module.def("draws", &draws, py::arg("problem"), py::arg("density"), py::arg("count"), py::arg("seed"));
  module.def("law_averages", &averages_of_law, py::arg("problem"));
}

}  // namespace fokker::python
