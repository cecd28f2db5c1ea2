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

using Shape = std::vector<py::ssize_t>;

Shape shape_of(const std::vector<Array>& points) {
  Shape shape;
  for (const Array& axis : points) shape.push_back(static_cast<py::ssize_t>(axis.size()));
  return shape;
}

/// Points of one axis, or a list of those of each.
py::object plain(std::vector<Array> points) {
  const Shape shape = shape_of(points);
  py::list axes;
  for (std::size_t k = 0; k < points.size(); ++k) axes.append(owning(std::move(points[k]), {shape[k]}));
  return shape.size() == 1 ? py::object(axes[0]) : py::object(axes);
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
  if (density.points.empty()) density.points.emplace_back();
  const Shape shape = shape_of(density.points);
  entry["x"] = plain(std::move(density.points));
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

py::dict deviation_of(SamplerDeviation part, const Shape& shape) {
  py::dict entry;
  entry["kl"] = part.kl;
  entry["tv"] = part.tv;
  entry["mean"] = plain(part.mean);
  entry["variance"] = plain(part.variance);
  entry["modes"] = part.modes;
  entry["density"] = owning(std::move(part.density), shape);
  return entry;
}

py::dict budget_of(SamplerBudget budget) {
  py::dict entry, alone, repaired;
  const Shape shape = shape_of(budget.points);
  for (const auto& [part, name] : EnumNames<BudgetPart>::all) {
    const std::string key(name);
    alone[key.c_str()] = deviation_of(std::move(budget.alone[static_cast<std::size_t>(part)]), shape);
    repaired[key.c_str()] = deviation_of(std::move(budget.repaired[static_cast<std::size_t>(part)]), shape);
  }
  entry["alone"] = alone;
  entry["repaired"] = repaired;
  entry["total"] = deviation_of(std::move(budget.total), shape);
  entry["error"] = budget.error;
  entry["x"] = plain(std::move(budget.points));
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
    facts["interaction"] = deviation_of(budget.interaction(), shape_of(budget.points));
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
