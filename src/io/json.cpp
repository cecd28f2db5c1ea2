#include "fokker/io/json.hpp"

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

Json metrics_json(const Metrics& metrics) {
  Json json;
  json["tv"] = metrics.tv;
  json["kl"] = metrics.kl ? Json(*metrics.kl) : Json(nullptr);
  if (!metrics.kl) json["kl_empty_cells"] = metrics.kl_empty_cells;
  json["w1"] = to_array(metrics.w1.matrix());
  json["linf"] = metrics.linf;
  json["mean"] = to_array(metrics.mean);
  json["covariance"] = to_rows(metrics.covariance);
  const std::pair<const char*, const std::optional<double>&> of_particles[] = {
      {"tv_noise", metrics.tv_noise}, {"chi2", metrics.chi2},           {"chi2_se", metrics.chi2_se},
      {"tv_upper", metrics.tv_upper}, {"step_chi2", metrics.step_chi2}, {"step_chi2_se", metrics.step_chi2_se},
      {"step_tv", metrics.step_tv},   {"rest_chi2", metrics.rest_chi2}, {"rest_chi2_se", metrics.rest_chi2_se},
      {"rest_tv", metrics.rest_tv},   {"p_value", metrics.p_value}};
  for (const auto& [name, value] : of_particles)
    if (value) json[name] = *value;
  if (metrics.ks.size() > 0) {
    json["ks"] = to_array(metrics.ks.matrix());
    json["ks_p"] = to_array(metrics.ks_p.matrix());
  }
  if (metrics.mean_z.size() > 0) {
    json["mean_z"] = to_array(metrics.mean_z);
    json["mean_p"] = to_array(metrics.mean_p);
    json["covariance_z"] = to_rows(metrics.covariance_z);
    json["covariance_p"] = to_rows(metrics.covariance_p);
  }
  return json;
}

Json check_json(const Check& check) {
  Json bounds = Json::object();
  for (const auto& [name, bound] : check.bounds) bounds[name] = bound;
  Json json = {{"comparison", check.comparison},
               {"time", check.time},
               {"metrics", metrics_json(check.metrics)},
               {"bounds", bounds},
               {"passed", check.passed ? Json(*check.passed) : Json(nullptr)}};
  if (check.finding)
    json["strongest_test"] = {
        {"test", check.finding->test}, {"p", check.finding->p}, {"adjusted", check.finding->adjusted}};
  return json;
}

}  // namespace

std::string to_json(const Report& report) {
  Json json = {{"passed", report.passed}, {"checks", Json::array()}};
  for (const auto& check : report.checks) json["checks"].push_back(check_json(check));
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

}  // namespace fokker
