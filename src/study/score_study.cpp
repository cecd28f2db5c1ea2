// SPDX-License-Identifier: MIT
#include "study/score_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "fokker/core/error.hpp"
#include "problem/stated_score.hpp"
#include "study/score_kl.hpp"
#include "study/score_readings.hpp"
#include "study/score_truth.hpp"
#include "study/solves.hpp"

namespace fokker {
namespace {

bool is_stated(const Reversal& reversal) {
  return reversal.score != ScoreSource::forward && reversal.score != ScoreSource::exact;
}

bool same_score(const Reversal& a, const Reversal& b) {
  const bool same_file = a.network ? a.network == b.network
                         : a.table ? a.table == b.table
                                   : a.answers && a.answers == b.answers;
  return same_file && a.parameterization == b.parameterization;
}

/// Whether reversals differ in alpha alone, which --alpha replaces.
bool repeats(const Reversal& earlier, const Reversal& later) {
  return same_score(earlier, later) && earlier.start == later.start && !later.law;
}

/// One reversal for each stated score and alpha; particles, bounds and error estimates are left out.
Problem reversals_of(const Problem& problem, const std::vector<double>& alphas) {
  Problem result = problem;
  result.particles.reset();
  result.target.reset();
  result.samplers.clear();
  result.tables = {};
  if (problem.bridged) result.tables.bridge = problem.tables.bridge;
  result.verification = {};
  result.forward.error_estimate = false;
  result.reversals.clear();
  std::vector<const Reversal*> chosen;
  for (const Reversal& reversal : problem.reversals) {
    const bool repeated = !alphas.empty() && std::any_of(chosen.begin(), chosen.end(), [&](const Reversal* earlier) {
      return repeats(*earlier, reversal);
    });
    if (!is_stated(reversal) || repeated) continue;
    chosen.push_back(&reversal);
    if (alphas.empty()) result.reversals.push_back(reversal);
    for (std::size_t k = 0; k < alphas.size(); ++k) {
      Reversal& next = result.reversals.emplace_back(reversal);
      next.name = fmt::format("{}-{}", reversal.name, k);
      next.alpha = alphas[k];
      next.alpha_in_time = {};
      next.alpha_formula = {};
    }
  }
  return result;
}

void require_examinable(const Problem& problem, int intervals) {
  if (intervals < 1) throw Error(Fault::usage, fmt::format("{} intervals", intervals), ">= 1");
  if (std::none_of(problem.reversals.begin(), problem.reversals.end(), is_stated))
    throw Error(Fault::problem, Diagnostic{{},
                                           "reverse",
                                           "no reversal has a score of its own",
                                           "score = { network = ... } or { table = ... } in [[reverse]]",
                                           {}});
}

/// Answers serve where they have been asked: at the centres of the cells only if `fokker points` wrote these, too.
bool covers_examination(const Problem& problem, const Reversal& reversal) {
  if (reversal.score != ScoreSource::answers) return true;
  const std::vector<double> times = quadrature_times(problem, Examination().intervals);
  return std::all_of(times.begin(), times.end(), [&](double t) { return has_answers_at(*reversal.answers, t); });
}

bool run_examines(const Problem& problem, const Reversal& reversal) {
  return is_stated(reversal) && reversal.score != ScoreSource::given && covers_examination(problem, reversal);
}

}  // namespace

bool examines_scores(const Problem& problem) {
  return std::any_of(problem.reversals.begin(), problem.reversals.end(),
                     [&](const Reversal& reversal) { return run_examines(problem, reversal); });
}

bool needs_forward_truth(const Problem& problem) { return examines_scores(problem) && !knows_score(problem); }

namespace {

using Chooses = std::function<bool(const Reversal& reversal)>;

ScoreReport report_of(const Problem& problem, const Evidence& evidence, const TrueScore& truth, const Chooses& chooses,
                      const Examination& examination, const Control& control) {
  ScoreReport report;
  const Reversal* before = nullptr;
  for (std::size_t k = 0; k < problem.reversals.size(); ++k) {
    const Reversal& reversal = problem.reversals[k];
    if (!chooses(reversal)) continue;
    const bool again = before && same_score(*before, reversal);
    ScoreError error = again ? report.errors.back() : score_error_of(problem, reversal, truth, examination, control);
    error.name = reversal.name;
    if (again) error.maps = {};  // those of the one before
    report.errors.push_back(std::move(error));
    report.outcomes.push_back(outcome_of(problem, evidence, k, report.errors.back()));
    add_kl_in_time(problem, reversal, evidence.reversals[k].solution, truth, stated_score(problem, reversal),
                   report.outcomes.back());
    before = &reversal;
  }
  return report;
}

/// Under the name that the user gave: NAME-0, NAME-1, ... stand for one score with several alphas.
void rename(const Problem& problem, std::size_t alphas, ScoreReport& report) {
  if (alphas == 0) return;
  std::vector<ScoreError> errors;
  for (std::size_t k = 0; k < report.outcomes.size(); ++k) {
    const std::string& longer = problem.reversals[k].name;
    const std::string name = longer.substr(0, longer.rfind('-'));
    report.outcomes[k].name = name;
    if (k % alphas == 0) errors.push_back(std::move(report.errors[k]));
    if (k % alphas == 0) errors.back().name = name;
  }
  report.errors = std::move(errors);
}

TrueScore truth_of(const Problem& problem, const std::optional<StoredScore>& forward) {
  return knows_score(problem) ? exact_truth(problem) : forward_truth(problem, forward.value());
}

std::string truth_word(const Problem& problem) { return knows_score(problem) ? "exact" : "forward"; }

}  // namespace

ScoreReport examined_run(const Problem& problem, const Evidence& evidence, const std::optional<StoredScore>& forward,
                         const Examination& examination, const Control& control) {
  ScoreReport report = report_of(
      problem, evidence, truth_of(problem, forward),
      [&](const Reversal& reversal) { return run_examines(problem, reversal); }, examination, control);
  report.truth = truth_word(problem);
  return report;
}

Result score_study(const CheckedProblem& problem, const ScoreOptions& options, const Control& control) {
  require_examinable(problem, options.intervals);
  RunOptions run_options = options.run;
  run_options.keep_score = !knows_score(problem);
  const CheckedProblem reversed(reversals_of(problem, options.alphas));
  Result result = run_unexamined(reversed, run_options, control);
  ScoreReport report = report_of(
      reversed, result.evidence, truth_of(problem, result.forward_score), [](const Reversal&) { return true; },
      {options.intervals, true}, control);
  report.truth = truth_word(problem);
  report.notes = result.notes;
  rename(reversed, options.alphas.size(), report);
  result.scores = std::move(report);
  return result;
}

ScoreReport score_errors(const CheckedProblem& problem, const ScoreOptions& options, const Control& control) {
  return std::move(*score_study(problem, options, control).scores);
}

}  // namespace fokker
