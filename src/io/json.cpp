// SPDX-License-Identifier: MIT
#include "fokker/io/json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace fokker {
namespace {

using Json = nlohmann::ordered_json;

Json to_array(const Eigen::Ref<const Eigen::VectorXd>& values) {
  Json array = Json::array();
  for (const double value : values) array.push_back(value);
  return array;
}

Json to_rows(const Matrix& matrix) {
  Json rows = Json::array();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) rows.push_back(to_array(matrix.row(i).transpose()));
  return rows;
}

/// A number, a list or a list of rows.
Json to_json(const MetricEntry& entry, const Matrix& values) {
  if (entry.shape == MetricShape::pairs) return to_rows(values);
  if (entry.shape == MetricShape::axes) return to_array(values.reshaped());
  return values(0, 0);
}

Json metrics_json(const Metrics& metrics) {
  Json json;
  for (const MetricEntry* entry : all_metrics(metrics.own)) {
    const Matrix values = metric_values(*entry, metrics);
    if (values.size() > 0)
      json[entry->name] = to_json(*entry, values);
    else if (std::isinf(entry->absent))
      json[entry->name] = nullptr;
    if (entry->name == "kl" && !metrics.kl) json["kl_empty_cells"] = metrics.kl_empty_cells;
  }
  return json;
}

/// Of an estimate of the discretization error.
Json estimate_json(const Metrics& metrics) {
  Json json = {{"tv", metrics.tv}};
  if (const auto absorbed = metric_value(metrics, "absorbed")) json["absorbed"] = *absorbed;
  return json;
}

Json check_json(const Check& check) {
  Json bounds = Json::object();
  for (const auto& [name, bound] : check.bounds) bounds[name] = bound;
  Json json = {{"comparison", text_of(check.comparison)},
               {"time", check.time},
               {"metrics", check.discretization ? estimate_json(check.metrics) : metrics_json(check.metrics)},
               {"bounds", bounds},
               {"passed", check.passed ? Json(*check.passed) : Json(nullptr)}};
  if (const auto& estimate = check.discretization) {
    json["observed_order"] = std::isnan(estimate->order) ? Json(nullptr) : Json(estimate->order);
    if (!estimate->unknown.empty()) json["error_unknown"] = estimate->unknown;
  }
  if (check.finding)
    json["strongest_test"] = {
        {"test", check.finding->test}, {"p", check.finding->p}, {"adjusted", check.finding->adjusted}};
  return json;
}

Json scalar_json(const Scalar& scalar) {
  return {{"table", scalar.table},
          {"name", scalar.name},
          {"value", scalar.value},
          {"error", std::isnan(scalar.error) ? Json(nullptr) : Json(scalar.error)},
          {"units", scalar.units}};
}

Json number_checks_json(const std::vector<NumberCheck>& checks) {
  Json list = Json::array();
  for (const NumberCheck& check : checks) {
    Json bound = Json::object();
    if (check.bound.is) bound = {{"is", *check.bound.is}, {"within", check.bound.within}};
    if (check.bound.error) bound["error"] = *check.bound.error;
    if (check.bound.by_particles) bound["by_particles"] = true;
    Json json = scalar_json(check.number);
    if (std::isnan(check.number.value)) json["value"] = nullptr;
    json["bound"] = bound;
    json["passed"] = check.passed;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

std::string to_json(const Report& report, const ScoreReport* scores) {
  Json json = {{"passed", report.passed}, {"verdict", name_of(report.verdict())}, {"checks", Json::array()}};
  for (const auto& check : report.checks) json["checks"].push_back(check_json(check));
  if (!report.numbers.empty()) json["numbers"] = number_checks_json(report.numbers);
  const Invariants& invariants = report.invariants;
  json["invariants"] = {{"mass_error", invariants.mass_error},
                        {"minimum", invariants.minimum},
                        {"limited_mass", invariants.limited_mass},
                        {"score_cells", invariants.score_cells},
                        {"outside_mass", invariants.outside_mass}};
  const Significance& significance = report.significance;
  if (significance.tests > 0)
    json["significance"] = {
        {"false_alarm", significance.false_alarm}, {"tests", significance.tests}, {"rejected", significance.rejected}};
  for (const ErrorBar& bar : report.error_bars)
    json["error_bars"].push_back(
        {{"solution", bar.solution}, {"l1", bar.l1}, {"time", bar.time}, {"order", bar.order}});
  if (scores) json["scores"] = Json::parse(to_json(*scores));
  return json.dump(2);
}

std::string to_json(const ConvergenceReport& report) {
  Json json = {{"cells", report.cells}, {"steps", report.steps}, {"solutions", Json::array()}, {"notes", report.notes}};
  const auto of = [](const Refinement& refinement) -> Json {
    return {{"distances", refinement.distances}, {"orders", refinement.orders}};
  };
  for (const SolutionConvergence& solution : report.solutions)
    json["solutions"].push_back({{"name", solution.name},
                                 {"time", solution.time},
                                 {"reference", solution.reference},
                                 {"together", of(solution.together)},
                                 {"cells", of(solution.cells)},
                                 {"steps", of(solution.steps)},
                                 {"limit_error", solution.limit_error},
                                 {"limit_exact", solution.limit_exact}});
  return json.dump(2);
}

std::string to_json(const std::vector<Scalar>& scalars, const std::vector<NumberCheck>& checks) {
  Json json = {{"scalars", Json::array()}};
  for (const Scalar& scalar : scalars) json["scalars"].push_back(scalar_json(scalar));
  if (!checks.empty()) json["numbers"] = number_checks_json(checks);
  return json.dump(2);
}

}  // namespace fokker
