// SPDX-License-Identifier: MIT
#include <pybind11/stl.h>

#include "fokker/problem/sampler_problem.hpp"
#include "fokker/sampler/budget.hpp"
#include "python/results.hpp"
#include "python/run.hpp"

namespace fokker::python {
namespace {

/// A number with one axis, else a list.
py::object plain(const Vector& values) {
  if (values.size() == 1) return py::float_(values[0]);
  return py::cast(std::vector<double>(values.begin(), values.end()));
}

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
  entry["mean"] = plain(row.mean);
  entry["variance"] = plain(row.covariance.diagonal());
  entry["modes"] = row.modes;
  entry["tv_stop"] = row.tv_stop;
  entry["error"] = row.error;
  entry["folded"] = row.folded;
  std::vector<py::ssize_t> shape;
  py::list points;
  for (Array& axis : density.points) {
    shape.push_back(static_cast<py::ssize_t>(axis.size()));
    points.append(owning(std::move(axis), {shape.back()}));
  }
  if (shape.empty()) {
    shape = {0};
    points.append(owning(Array(), shape));
  }
  entry["x"] = shape.size() == 1 ? py::object(points[0]) : py::object(points);
  entry["density"] = owning(std::move(density.values), shape);
  return entry;
}

py::dict samplers(const Stated& stated, const py::object& progress, int threads) {
  std::vector<SamplerRow> rows;
  SamplerOutput output;
  watched(threads, progress, [&](const Control& control) {
    const Problem& problem = stated.problem();
    rows = sampler_rows(sampler_problem(problem), problem.samplers, control, &output);
  });
  py::list all;
  for (std::size_t k = 0; k < rows.size(); ++k) all.append(row_of(rows[k], std::move(output.densities[k])));
  py::dict orders;
  for (const std::string& label : sampler_labels(rows)) orders[label.c_str()] = sampler_order(rows, label);
  py::dict result;
  result["rows"] = all;
  result["orders"] = orders;
  return result;
}

py::dict deviation_of(SamplerDeviation part) {
  py::dict entry;
  entry["kl"] = part.kl;
  entry["tv"] = part.tv;
  entry["mean"] = part.mean;
  entry["variance"] = part.variance;
  entry["modes"] = part.modes;
  const auto points = static_cast<py::ssize_t>(part.density.size());
  entry["density"] = owning(std::move(part.density), {points});
  return entry;
}

py::dict budget_of(SamplerBudget budget) {
  py::dict entry, alone, repaired;
  for (const auto& [part, name] : EnumNames<BudgetPart>::all) {
    const std::string key(name);
    alone[key.c_str()] = deviation_of(std::move(budget.alone[static_cast<std::size_t>(part)]));
    repaired[key.c_str()] = deviation_of(std::move(budget.repaired[static_cast<std::size_t>(part)]));
  }
  entry["alone"] = alone;
  entry["repaired"] = repaired;
  entry["total"] = deviation_of(std::move(budget.total));
  const auto points = static_cast<py::ssize_t>(budget.x.size());
  entry["x"] = owning(std::move(budget.x), {points});
  return entry;
}

py::list budgets(const Stated& stated, const py::object& progress, int threads) {
  std::vector<SamplerBudget> all;
  watched(threads, progress, [&](const Control& control) {
    const Problem& problem = stated.problem();
    const SamplerProblem sampled = sampler_problem(problem);
    for (const SamplerRun& run : problem.samplers)
      for (SamplerBudget& budget : sampler_budget(sampled, run, control)) all.push_back(std::move(budget));
  });
  py::list result;
  for (SamplerBudget& budget : all) {
    py::dict facts;
    facts["sampler"] = budget.sampler;
    facts["steps"] = budget.steps;
    facts["repair_first"] = std::string(name_of(budget.repair_first()));
    facts["interaction"] = deviation_of(budget.interaction());
    facts.attr("update")(budget_of(std::move(budget)));
    result.append(facts);
  }
  return result;
}

}  // namespace

void bind_samplers(py::module_& module) {
  module.def("samplers", &samplers, py::arg("problem"), py::arg("progress"), py::arg("threads"));
  module.def("sampler_budgets", &budgets, py::arg("problem"), py::arg("progress"), py::arg("threads"));
}

}  // namespace fokker::python
