// SPDX-License-Identifier: MIT
#include <cmath>
#include <nlohmann/json.hpp>

#include "fokker/io/json.hpp"

namespace fokker {
namespace {

using ScoreJson = nlohmann::ordered_json;

ScoreJson optional_json(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? ScoreJson(*value) : ScoreJson(nullptr);
}

ScoreJson numbers_json(const Eigen::Ref<const Eigen::VectorXd>& values) {
  return std::vector<double>(values.begin(), values.end());
}

ScoreJson numbers_or_null(const std::vector<double>& values) {
  ScoreJson list = ScoreJson::array();
  for (const double value : values) list.push_back(optional_json(value));
  return list;
}

ScoreJson error_json(const ScoreError& error) {
  ScoreJson shares = ScoreJson::array();
  for (const ScoreShare& part : error.shares)
    shares.push_back({{"begin", part.begin}, {"end", part.end}, {"share", part.share}});
  ScoreJson better = nullptr;
  if (error.better) better = {{"reading", error.better->name}, {"ratio", error.better->ratio}};
  return {{"name", error.name},
          {"parameterization", error.parameterization},
          {"times", error.times},
          {"error", error.error},
          {"rate", error.rate},
          {"curl", numbers_or_null(error.curl)},
          {"residual", numbers_or_null(error.residual)},
          {"integral", error.integral},
          {"shares", shares},
          {"sparse_share", error.sparse_share},
          {"denoising_loss", optional_json(error.denoising_loss)},
          {"constant", optional_json(error.constant)},
          {"better", better}};
}

ScoreJson outcome_json(const ScoreOutcome& outcome) {
  ScoreJson modes = ScoreJson::array(), rows = ScoreJson::array();
  for (const ModeWeight& mode : outcome.modes) modes.push_back({{"true", mode.truth}, {"density", mode.density}});
  for (Eigen::Index i = 0; i < outcome.covariance.rows(); ++i)
    rows.push_back(numbers_json(outcome.covariance.row(i).transpose()));
  return {{"name", outcome.name},
          {"alpha", outcome.alpha},
          {"time", outcome.time},
          {"tv", outcome.tv},
          {"kl", optional_json(outcome.kl)},
          {"w1", numbers_json(outcome.w1.matrix())},
          {"mean", numbers_json(outcome.mean)},
          {"covariance", rows},
          {"start_kl", optional_json(outcome.start_kl)},
          {"bound", optional_json(outcome.bound)},
          {"snapshots", outcome.snapshots},
          {"kl_in_time", numbers_or_null(outcome.kl_in_time)},
          {"kl_decay", optional_json(outcome.kl_decay)},
          {"kl_injection", optional_json(outcome.kl_injection)},
          {"modes", modes}};
}

}  // namespace

std::string to_json(const ScoreReport& report) {
  ScoreJson errors = ScoreJson::array(), outcomes = ScoreJson::array();
  for (const ScoreError& error : report.errors) errors.push_back(error_json(error));
  for (const ScoreOutcome& outcome : report.outcomes) outcomes.push_back(outcome_json(outcome));
  const ScoreJson whole = {
      {"truth", report.truth}, {"errors", errors}, {"outcomes", outcomes}, {"notes", report.notes}};
  return whole.dump(2);
}

}  // namespace fokker
