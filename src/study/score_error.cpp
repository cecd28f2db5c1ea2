// SPDX-License-Identifier: MIT
#include "fokker/study/score_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "problem/checks.hpp"
#include "problem/stated_score.hpp"
#include "study/score_kl.hpp"
#include "study/score_readings.hpp"
#include "study/score_structure.hpp"
#include "study/score_sums.hpp"
#include "study/solves.hpp"

namespace fokker {
namespace {

bool is_stated(const Reversal& reversal) {
  return reversal.score != ScoreSource::forward && reversal.score != ScoreSource::exact;
}

bool knows_score(const Problem& problem) {
  return has_unbounded_density(problem) && (problem.exact || problem.process.transition);
}

bool same_score(const Reversal& a, const Reversal& b) {
  const bool same_file = a.network ? a.network == b.network : a.table && a.table == b.table;
  return same_file && a.parameterization == b.parameterization;
}

/// Reversals whose scores are examined. Where alphas replace theirs, one of several with the same score and start.
std::vector<const Reversal*> examined_reversals(const Problem& problem, bool given_alphas) {
  std::vector<const Reversal*> chosen;
  for (const Reversal& reversal : problem.reversals) {
    const bool repeated = given_alphas && std::any_of(chosen.begin(), chosen.end(), [&](const Reversal* earlier) {
                            return same_score(*earlier, reversal) && earlier->start == reversal.start && !reversal.law;
                          });
    if (is_stated(reversal) && !repeated) chosen.push_back(&reversal);
  }
  return chosen;
}

/// One reversal for each stated score and alpha; particles, bounds and error estimates are left out.
Problem reversals_of(const Problem& problem, const std::vector<double>& alphas) {
  Problem result = problem;
  result.particles.reset();
  result.verification = {};
  result.forward.error_estimate = false;
  result.reversals.clear();
  for (const Reversal* reversal : examined_reversals(problem, !alphas.empty())) {
    if (alphas.empty()) result.reversals.push_back(*reversal);
    for (std::size_t k = 0; k < alphas.size(); ++k) {
      Reversal& next = result.reversals.emplace_back(*reversal);
      next.name = fmt::format("{}-{}", reversal->name, k);
      next.alpha = alphas[k];
      next.alpha_in_time = {};
      next.alpha_formula = {};
    }
  }
  return result;
}

TrueScore exact_truth(const Problem& problem) {
  Problem exact = problem;
  exact.reversals = {{.name = "exact", .score = ScoreSource::exact}};
  return {Scores(exact, nullptr, 1).of(exact.reversals[0]),
          [problem](double t, const Grid& grid, int threads) -> Array {
            return law_averages(grid, exact_density(problem, t), threads) * grid.volumes();
          }};
}

/// The forward solution between its steps: log p is linear in t.
TrueScore forward_truth(const StoredScore& stored) {
  return {stored.score, [log_density = stored.score.log_density](double t, const Grid& grid, int) -> Array {
            Array log_p(grid.cells());
            log_density(t, grid.centres(), log_p);
            const Array masses = (log_p - log_p.maxCoeff()).exp() * grid.volumes();
            return masses / masses.sum();
          }};
}

/// Times of the quadrature: distances from the start grow as squares of whole numbers.
std::vector<double> quadrature_times(const Problem& problem, int intervals) {
  const TimeSpan& time = problem.time;
  const auto& mixture = problem.initial.mixture;
  const bool point = time.start == time.initial && mixture && !mixture->has_density();
  std::vector<double> times;
  for (int k = point ? 1 : 0; k <= intervals; ++k)
    times.push_back(time.start + (time.end - time.start) * std::pow(static_cast<double>(k) / intervals, 2));
  times.back() = time.end;
  return times;
}

double integral(const std::vector<double>& times, const std::vector<double>& values, double begin, double end) {
  double sum = 0;
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    const double a = std::max(begin, times[k]), b = std::min(end, times[k + 1]);
    if (a >= b) continue;
    const double slope = (values[k + 1] - values[k]) / (times[k + 1] - times[k]);
    sum += (b - a) * (values[k] + slope * (0.5 * (a + b) - times[k]));
  }
  return sum;
}

double integral(const std::vector<double>& times, const std::vector<double>& values) {
  return integral(times, values, times.front(), times.back());
}

/// Decades of time where the start is late enough for that, else ten equal parts.
std::vector<ScoreShare> shares_in_time(const ScoreError& error) {
  const double begin = error.times.front(), end = error.times.back();
  std::vector<double> ends = {begin};
  if (begin > 0 && end / begin >= 10)
    for (double next = std::pow(10, std::floor(std::log10(begin)) + 1); next < end * (1 - 1e-9); next *= 10)
      ends.push_back(next);
  else
    for (int k = 1; k < 10; ++k) ends.push_back(begin + 0.1 * k * (end - begin));
  ends.push_back(end);
  std::vector<ScoreShare> shares;
  for (std::size_t k = 0; k + 1 < ends.size(); ++k)
    shares.push_back(
        {ends[k], ends[k + 1],
         error.integral > 0 ? integral(error.times, error.rate, ends[k], ends[k + 1]) / error.integral : 0});
  return shares;
}

/// int g^2 (d/std^2 - E_p |s|^2) dt
std::optional<double> loss_constant(const Problem& problem, const std::vector<double>& times,
                                    const std::vector<ScoreSums>& sums) {
  const double since = problem.time.initial;
  if (!without_noise_levels(problem.process, since, problem.time.end).empty() || times.front() <= since)
    return std::nullopt;
  const auto levels = noise_levels(problem.process, since);
  std::vector<double> values;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double square = sums[k].size > 0 ? sums[k].true_true / sums[k].size : 0;  // g^2
    values.push_back(square * (problem.grid.dimension() / std::pow(levels(times[k]).std, 2) - sums[k].size));
  }
  return integral(times, values);
}

/// Networks in 64-bit numbers: second derivatives of 32-bit ones are mostly rounding.
void add_structure(const Problem& problem, const Reversal& reversal, const TrueScore& truth, ScoreError& error,
                   const Control& control) {
  constexpr std::size_t parts = 8;
  const double since = problem.time.initial;
  if (reversal.score == ScoreSource::table || !without_noise_levels(problem.process, since, problem.time.end).empty())
    return;
  Reversal precise = reversal;
  if (precise.network) {
    ScoreNetwork network = *precise.network;
    network.single = false;
    precise.network = std::make_shared<const ScoreNetwork>(std::move(network));
  }
  const Score stated = stated_score(problem, precise);
  error.curl.assign(error.times.size(), std::numeric_limits<double>::quiet_NaN());
  error.residual = error.curl;
  const std::size_t last = error.times.size() - 1, stride = std::max<std::size_t>(1, last / parts);
  for (std::size_t k = 0; k <= last; k += stride) {
    if (error.times[k] <= since) continue;
    const ScoreStructure structure = score_structure(problem, truth, stated, error.times[k], control);
    error.curl[k] = structure.curl;
    error.residual[k] = structure.residual;
  }
}

ScoreError error_of(const Problem& problem, const Reversal& reversal, const TrueScore& truth,
                    const ScoreOptions& options, const Control& control) {
  ScoreError error;
  error.name = reversal.name;
  error.parameterization = name_of(reversal.parameterization);
  error.times = quadrature_times(problem, options.intervals);
  const Score stated = stated_score(problem, reversal);
  std::vector<ScoreSums> sums;
  std::vector<double> sparse;
  for (std::size_t k = 0; k < error.times.size(); ++k) {
    const double t = error.times[k];
    control.report({"score/" + reversal.name, static_cast<double>(k) / static_cast<double>(error.times.size()), t});
    sums.push_back(score_sums(problem, truth, stated, t, control));
    if (!std::isfinite(sums.back().rate))
      throw Error(Fault::numerical, fmt::format("the score of '{}' is not finite at t = {:.6g}", reversal.name, t),
                  "finite numbers from time.start to time.end", "a later time.start");
    error.error.push_back(sums.back().error);
    error.rate.push_back(sums.back().rate);
    sparse.push_back(sums.back().sparse);
  }
  add_structure(problem, reversal, truth, error, control);
  error.integral = integral(error.times, error.rate);
  error.shares = shares_in_time(error);
  error.sparse_share = error.integral > 0 ? integral(error.times, sparse) / error.integral : 0;
  error.constant = loss_constant(problem, error.times, sums);
  if (error.constant) error.denoising_loss = error.integral + *error.constant;
  error.better = better_reading(problem, reversal.parameterization, error.times, sums);
  return error;
}

void require_examinable(const Problem& problem, int intervals) {
  if (intervals < 1) throw Error(Fault::usage, fmt::format("{} intervals", intervals), ">= 1");
  if (std::none_of(problem.reversals.begin(), problem.reversals.end(), is_stated))
    throw Error(Fault::problem, Diagnostic{{},
                                           "reverse",
                                           "no reversal has a score of its own",
                                           "score = { network = ... } or { table = ... } in [[reverse]]",
                                           {}});
  if (problem.frame)
    throw Error(Fault::problem,
                Diagnostic{{}, "frame", "a moving frame", "a grid at rest", "[[axis]] without [frame]"});
}

}  // namespace

ScoreReport score_errors(const CheckedProblem& problem, const ScoreOptions& options, const Control& control) {
  require_examinable(problem, options.intervals);
  const bool exact = knows_score(problem);
  RunOptions run_options = options.run;
  run_options.keep_score = !exact;
  const Problem reversed = reversals_of(problem, options.alphas);
  const Result result = run(reversed, run_options, control);
  const TrueScore truth = exact ? exact_truth(problem) : forward_truth(*result.forward_score);
  ScoreReport report;
  report.truth = exact ? "exact" : "forward";
  report.notes = result.notes;
  std::size_t next = 0;
  const std::vector<const Reversal*> examined = examined_reversals(problem, !options.alphas.empty());
  for (std::size_t i = 0; i < examined.size(); ++i) {
    const bool again = i > 0 && same_score(*examined[i - 1], *examined[i]);
    ScoreError error = again ? report.errors.back() : error_of(problem, *examined[i], truth, options, control);
    error.name = examined[i]->name;
    report.errors.push_back(std::move(error));
    for (std::size_t k = 0; k < std::max<std::size_t>(1, options.alphas.size()); ++k) {
      report.outcomes.push_back(outcome_of(reversed, result.evidence, next, report.errors.back()));
      const Reversal& reversal = reversed.reversals[next];
      add_kl_in_time(reversed, reversal, result.evidence.reversals[next++].solution, truth,
                     stated_score(reversed, reversal), report.outcomes.back());
    }
  }
  return report;
}

}  // namespace fokker
