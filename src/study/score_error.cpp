// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/core/error.hpp"
#include "problem/stated_score.hpp"
#include "study/score_maps.hpp"
#include "study/score_readings.hpp"
#include "study/score_structure.hpp"
#include "study/score_times.hpp"

namespace fokker {

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

namespace {

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
  const bool smooth = reversal.score != ScoreSource::table && reversal.score != ScoreSource::answers;
  if (!smooth || !without_noise_levels(problem.process, since, problem.time.end).empty()) return;
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

}  // namespace

ScoreError score_error_of(const Problem& problem, const Reversal& reversal, const TrueScore& truth,
                          const Examination& examination, const Control& control) {
  ScoreError error;
  error.name = reversal.name;
  error.parameterization = name_of(reversal.parameterization);
  error.times = quadrature_times(problem, examination.intervals);
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
  if (examination.structure) add_structure(problem, reversal, truth, error, control);
  error.maps = score_maps(problem, truth, stated, error.times, control);
  error.integral = integral(error.times, error.rate);
  error.shares = shares_in_time(error);
  error.sparse_share = error.integral > 0 ? integral(error.times, sparse) / error.integral : 0;
  error.constant = loss_constant(problem, error.times, sums);
  if (error.constant) error.denoising_loss = error.integral + *error.constant;
  error.better = better_reading(problem, reversal.parameterization, error.times, sums);
  return error;
}

}  // namespace fokker
