// SPDX-License-Identifier: MIT
#include <pybind11/stl.h>

#include "fokker/generator/generator.hpp"
#include "fokker/study/solve.hpp"
#include "fokker/time/integrate.hpp"
#include "python/results.hpp"
#include "python/stated.hpp"

namespace fokker::python {
namespace {

/// Entries of a sparse matrix.
struct Entries {
  std::vector<std::int64_t> rows, columns;
  std::vector<double> values;

  void add(Eigen::Index row, Eigen::Index column, double value) {
    rows.push_back(row);
    columns.push_back(column);
    values.push_back(value);
  }
};

/// The generator as a matrix: rates, and what leaves each cell on the diagonal.
Entries entries_of(const Generator& generator) {
  Entries entries;
  Array out = generator.leak();
  for (Eigen::Index j = 0; j < generator.rates.cols(); ++j)
    for (RateMatrix::InnerIterator rate(generator.rates, j); rate; ++rate) {
      entries.add(rate.row(), j, rate.value());
      out[j] += rate.value();
    }
  for (Eigen::Index j = 0; j < out.size(); ++j) entries.add(j, j, -out[j]);
  return entries;
}

Operator operator_at(const Stated& stated, double t) {
  const GridProblem& moved = stated.moved();
  const Assembler assembler(moved.process, moved.grid, flux_of_edges(moved.forward.flux));
  Operator L = assembler.blank();
  assembler.assemble(t, L);
  if (!L.transports.empty())
    throw Error(Fault::problem, "the operator carries the drift of some axis by remaps, which are no matrix", {},
                "flux=\"scharfetter-gummel\" in forward_options");
  return L;
}

py::tuple matrix(const Stated& stated, double t) {
  Entries entries;
  {
    const py::gil_scoped_release unlocked;
    entries = entries_of(generator(operator_at(stated, t)));
  }
  return py::make_tuple(py::array(py::cast(entries.values)), py::array(py::cast(entries.rows)),
                        py::array(py::cast(entries.columns)));
}

py::array step(const Stated& stated, const Numbers& density, double t, double length, int threads) {
  const Array start = cells_from(density, stated.shape(), "density");
  Array end;
  {
    const py::gil_scoped_release unlocked;
    const GridProblem& moved = stated.moved();
    const Assembler assembler(moved.process, moved.grid, moved.forward.flux, threads);
    IntegrateOptions options;
    options.stepper = moved.forward.stepper;
    options.carry_above = moved.forward.carry_above;
    options.complete_above = moved.forward.complete_above;
    options.control.threads = threads;
    end = integrate(assembler, start, {{t, t + length}, {true, true}}, options).trajectory.densities.back();
  }
  return owning(std::move(end), stated.shape());
}

py::array initial_averages(const Stated& stated) {
  Array averages;
  {
    const py::gil_scoped_release unlocked;
    averages = law_averages(stated.moved().grid, stated.moved().start);
  }
  return owning(std::move(averages), stated.shape());
}

/// The exact density of the problem at t: on the cells, and as a mixture where it is one.
py::tuple exact(const Stated& stated, double t) {
  std::optional<GaussianMixture> mixture;
  Array averages;
  {
    const py::gil_scoped_release unlocked;
    if (!has_exact_density(stated.problem()))
      throw Error(Fault::problem, "the density of this problem is not known in closed form",
                  "a linear process from a mixture of Gaussians, or exact=FORMULA");
    const Law law = exact_density(stated.problem(), t);
    mixture = law.mixture;
    averages = law_averages(stated.problem()->grid, law);
  }
  return py::make_tuple(owning(std::move(averages), stated.shape()), mixture);
}

py::array particles(const Stated& stated, std::size_t count, long steps, const std::string& scheme,
                    std::uint64_t seed) {
  const auto method = from_name<Scheme>(scheme);
  if (!method) throw Error(Fault::usage, "scheme is '" + scheme + "'", "a name of `fokker list schemes`");
  Points positions;
  {
    const py::gil_scoped_release unlocked;
    const Problem& problem = stated.problem();
    SimulateParticles options;
    options.count = count;
    options.steps = steps;
    options.scheme = *method;
    options.seed = seed;
    if (!problem.frame) options.box = problem.grid;
    positions = simulate(problem.process, problem.initial, {problem.time.initial, problem.time.end}, options).positions;
  }
  return owning(std::move(positions));
}

/// A field of the process in space at points, n x columns.
py::array evaluated(const FieldAt& field, int columns, const Points& points, double t) {
  Points values(points.rows(), columns);
  {
    const py::gil_scoped_release unlocked;
    field(t)(points, values);
  }
  return owning(std::move(values));
}

py::dict metrics(const Stated& stated, const Numbers& first, const Numbers& second) {
  const Array p = cells_from(first, stated.shape(), "first"), q = cells_from(second, stated.shape(), "second");
  const Metrics found = compare(stated.problem()->grid, p, q);
  py::dict all;
  all["tv"] = found.tv;
  all["kl"] = found.kl;
  all["linf"] = found.linf;
  all["w1"] = copied(Vector(found.w1.matrix()));
  all["mean"] = copied(found.mean);
  all["covariance"] = copied(found.covariance);
  for (const auto& [name, values] : found.others)
    all[py::str(name)] = values.size() == 1 ? py::object(py::float_(values(0, 0))) : py::object(copied(values));
  return all;
}

}  // namespace

void bind_parts(py::module_& module) {
  module.def("matrix", &matrix, py::arg("problem"), py::arg("t"));
  module.def("step", &step, py::arg("problem"), py::arg("density"), py::arg("t"), py::arg("length"),
             py::arg("threads"));
  module.def("initial_averages", &initial_averages, py::arg("problem"));
  module.def("exact", &exact, py::arg("problem"), py::arg("t"));
  module.def("particles", &particles, py::arg("problem"), py::arg("count"), py::arg("steps"), py::arg("scheme"),
             py::arg("seed"));
  module.def("metrics", &metrics, py::arg("problem"), py::arg("first"), py::arg("second"));
  module.def(
      "drift",
      [](const Stated& stated, const Numbers& x, double t) {
        const Process& process = stated.problem()->process;
        return evaluated(process.drift, process.dimension, points_from(x, process.dimension, "x"), t);
      },
      py::arg("problem"), py::arg("x"), py::arg("t"));
  module.def(
      "diffusion",
      [](const Stated& stated, const Numbers& x, double t) {
        const Process& process = stated.problem()->process;
        return evaluated(process.diffusion, process.noise_columns(), points_from(x, process.dimension, "x"), t);
      },
      py::arg("problem"), py::arg("x"), py::arg("t"));
}

}  // namespace fokker::python
