// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands.hpp"
#include "app/score_text.hpp"
#include "app/worked.hpp"
#include "fokker/io/json.hpp"
#include "fokker/io/result/result.hpp"
#include "fokker/study/score_error.hpp"

namespace fokker::app {
namespace {

std::string number_or_none(const std::optional<double>& value) {
  return value ? fmt::format("{:.6e}", *value) : "infinite";
}

/// Every eighth of the times of the quadrature, both ends among them.
std::string errors_in_time(const ScoreError& error) {
  const bool structure = !error.curl.empty();
  std::string text = fmt::format("  {:>12}  {:>14}  {:>14}{}\n", "time", "E|error|^2", "weighted by D",
                                 structure ? fmt::format("  {:>14}  {:>14}", "E|curl|^2", "E|residual|^2") : "");
  const std::size_t last = error.times.size() - 1, step = std::max<std::size_t>(1, last / 8);
  for (std::size_t k = 0;; k = std::min(last, k + step)) {
    text += fmt::format("  {:>12.6g}  {:>14.6e}  {:>14.6e}", error.times[k], error.error[k], error.rate[k]);
    text += structure ? fmt::format("  {:>14.6e}  {:>14.6e}\n", error.curl[k], error.residual[k]) : "\n";
    if (k == last) return text;
  }
}

std::string error_text(const ScoreError& error, const std::string& truth) {
  std::string text =
      fmt::format("score of {} (parameterization {}) against the {} one\n", error.name, error.parameterization, truth);
  text += errors_in_time(error);
  text += fmt::format("  integral of the weighted error over time: {:.6e}\n", error.integral);
  for (const ScoreShare& part : error.shares)
    text += fmt::format("    {:5.1f} % from t = {:.4g} to {:.4g}\n", 100 * part.share, part.begin, part.end);
  text += fmt::format("    {:5.1f} % outside the densest places with 90 % of the mass\n", 100 * error.sparse_share);
  if (error.constant)
    text += fmt::format("  weighted denoising loss {:.9e} = constant {:.9e} + integral\n", *error.denoising_loss,
                        *error.constant);
  if (error.better)
    text += fmt::format("  WARNING: {} fits better, with {:.2g} of this integral\n", error.better->name,
                        error.better->ratio);
  return text;
}

std::string outcome_text(const ScoreOutcome& outcome) {
  std::string text =
      fmt::format("reversal with {}, alpha {:.6g}, at t = {:.6g}\n", outcome.name, outcome.alpha, outcome.time);
  text += fmt::format("  tv {:.6e}, kl(p, reversed) {}, w1 {:.4e}\n", outcome.tv, number_or_none(outcome.kl),
                      fmt::join(outcome.w1, ", "));
  text += fmt::format("  mean {:.6g}, variance {:.8g}\n", fmt::join(outcome.mean, ", "),
                      fmt::join(Vector(outcome.covariance.diagonal()), ", "));
  if (outcome.bound)
    text += fmt::format("  bound on kl: {:.6e} = {} at the start + {:.6e} by the score\n", *outcome.bound,
                        number_or_none(outcome.start_kl), *outcome.bound - *outcome.start_kl);
  else
    text += "  no bound on kl by the error of the score: alpha is 0, or the start has an infinite kl\n";
  if (outcome.kl_decay)
    text +=
        fmt::format("  kl {:.6e} at t = {:.6g}; by the snapshots {:.4e} decays, the score adds {:.4e}\n",
                    outcome.kl_in_time.front(), outcome.snapshots.front(), *outcome.kl_decay, *outcome.kl_injection);
  for (std::size_t k = 0; k < outcome.modes.size(); ++k)
    text += fmt::format("  mode {}: {:.5f} of the mass, {:.5f} in truth\n", k + 1, outcome.modes[k].density,
                        outcome.modes[k].truth);
  return text;
}

}  // namespace

std::string score_text(const ScoreReport& report) {
  std::string text;
  const ScoreError* last = nullptr;
  for (const ScoreError& error : report.errors) {
    const bool again = last && last->times == error.times && last->rate == error.rate;
    text +=
        again ? fmt::format("score of {}: as that of {}\n", error.name, last->name) : error_text(error, report.truth);
    if (!again) last = &error;
  }
  for (const ScoreOutcome& outcome : report.outcomes) text += outcome_text(outcome);
  return text;
}

std::string score_summary(const ScoreReport& report) {
  std::string text;
  for (const ScoreError& error : report.errors) {
    text += fmt::format("score of {} ({}) against the {} one: weighted error {:.4e}\n", error.name,
                        error.parameterization, report.truth, error.integral);
    if (error.better)
      text += fmt::format("  WARNING: {} fits better, with {:.2g} of it\n", error.better->name, error.better->ratio);
  }
  for (const ScoreOutcome& outcome : report.outcomes)
    text += fmt::format("  {} at t = {:.6g}: tv {:.4e}, kl {}{}\n", outcome.name, outcome.time, outcome.tv,
                        number_or_none(outcome.kl),
                        outcome.bound ? fmt::format(", bound {:.4e}", *outcome.bound) : std::string());
  return text;
}

int score_command(const ScoreArguments& options) {
  if (!options.output.empty()) check_output(options.output, options.force, guarded());
  Result result = worked(options, [&](const ProblemFile& problem, const Control& control) {
    return score_study(problem, {options.alphas, options.intervals, {score_memory(options.memory)}}, control);
  });
  if (!options.output.empty()) {
    result.command = fmt::format("fokker score {}", options.file.string());
    write_result(options.output, result);
  }
  const ScoreReport& report = *result.scores;
  print(options.json ? to_json(report) + "\n" : score_text(report));
  return 0;
}

}  // namespace fokker::app
