// SPDX-License-Identifier: MIT
#include "study/score_readings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fokker/verify/metrics.hpp"

namespace fokker {
namespace {

/// A score as a combination of x and the stated score at one time.
struct Reading {
  std::string name;
  std::function<ScoreForm(double t)> form;
};

/// Readings as other parameterizations: with s = a x + b u as stated, and s' = a' x + b' sign u.
Reading other_parameterization(const Problem& problem, Parameterization stated, Parameterization other, double sign) {
  const auto form = [process = problem.process, since = problem.time.initial](Parameterization which, double t) {
    return score_form(process, which, since, t);
  };
  return {fmt::format("parameterization '{}'{}", name_of(other), sign < 0 ? " with the other sign" : ""),
          [=](double t) {
            const ScoreForm one = form(stated, t), two = form(other, t);
            const double of_value = sign * two.of_value / one.of_value;
            return ScoreForm{two.of_x - of_value * one.of_x, of_value};
          }};
}

std::vector<Reading> readings(const Problem& problem, Parameterization stated) {
  std::vector<Reading> all = {{"the score with the other sign", [](double) { return ScoreForm{0, -1}; }}};
  const double since = problem.time.initial;
  if (!without_noise_levels(problem.process, since, problem.time.end).empty()) return all;
  const auto levels = noise_levels(problem.process, since);
  // of an energy and of a score alike the value at hand is a gradient
  const bool gradient = stated == Parameterization::score || stated == Parameterization::energy;
  const auto is_other = [&](Parameterization other) {
    return other != stated && other != Parameterization::energy && !(gradient && other == Parameterization::score);
  };
  for (const auto& [other, name] : EnumNames<Parameterization>::all)
    if (is_other(other)) all.push_back(other_parameterization(problem, stated, other, 1));
  all.push_back({"the score divided by std", [=](double t) { return ScoreForm{0, 1 / levels(t).std}; }});
  all.push_back({"the score times std", [=](double t) { return ScoreForm{0, levels(t).std}; }});
  for (const auto& [other, name] : EnumNames<Parameterization>::all)
    if (is_other(other) || (other == stated && !gradient))
      all.push_back(other_parameterization(problem, stated, other, -1));
  all.push_back({"the score divided by -std", [=](double t) { return ScoreForm{0, -1 / levels(t).std}; }});
  all.push_back({"the score times -std", [=](double t) { return ScoreForm{0, -levels(t).std}; }});
  return all;
}

/// Integral of the weighted error; times at which the reading is not finite (std = 0) are left out on both sides.
struct Weighed {
  double reading = 0, stated = 0;
};
Weighed weighed(const Reading& reading, const std::vector<double>& times, const std::vector<ScoreSums>& sums) {
  Weighed sum;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double width = 0.5 * (times[std::min(k + 1, times.size() - 1)] - times[k > 0 ? k - 1 : 0]);
    const ScoreForm form = reading.form(times[k]);
    const double rate = sums[k].rate_of(form.of_x, form.of_value);
    if (!std::isfinite(rate)) continue;
    sum.reading += width * rate;
    sum.stated += width * sums[k].rate;
  }
  return sum;
}

/// Weights of the components' basins: a cell belongs to the component that is likeliest at its centre.
std::vector<ModeWeight> mode_weights(const Problem& problem, double t, const Array& truth, const Array& density) {
  if (!problem.initial.mixture || !has_exact_density(problem)) return {};
  const Law law = exact_density(problem, t);  // in space
  if (!law.mixture || law.mixture->size() < 2 || law.mixture->size() > 16 || !law.mixture->has_density()) return {};
  const GaussianMixture& mixture = *law.mixture;
  const Grid& grid = problem.grid;
  const Points centres = problem.frame ? from_frame(grid.centres(), problem.frame->at(t)) : grid.centres();
  Points logs(grid.cells(), static_cast<Eigen::Index>(mixture.size()));
  for (std::size_t k = 0; k < mixture.size(); ++k)
    logs.col(static_cast<Eigen::Index>(k)) =
        GaussianMixture({1.0}, {mixture.means()[k]}, {mixture.covariances()[k]}).log_density(centres) +
        std::log(mixture.weights()[k]);
  std::vector<ModeWeight> modes(mixture.size());
  for (Eigen::Index i = 0; i < grid.cells(); ++i) {
    Eigen::Index likeliest = 0;
    logs.row(i).maxCoeff(&likeliest);
    ModeWeight& mode = modes[static_cast<std::size_t>(likeliest)];
    mode.truth += truth[i] * grid.volumes()[i];
    mode.density += density[i] * grid.volumes()[i];
  }
  return modes;
}

}  // namespace

std::optional<ScoreReading> better_reading(const Problem& problem, Parameterization stated,
                                           const std::vector<double>& times, const std::vector<ScoreSums>& sums) {
  constexpr double tie = 1 - 1e-6;  // two names of one reading differ by rounding
  std::optional<ScoreReading> best;
  for (const Reading& reading : readings(problem, stated)) {
    const Weighed sum = weighed(reading, times, sums);
    const double ratio = sum.reading / sum.stated;
    if (ratio < 0.5 && (!best || ratio < tie * best->ratio - 1e-9))
      best = ScoreReading{reading.name, std::max(0.0, ratio)};
  }
  return best;
}

namespace {

/// Covariance of a density with these cell averages where it is smooth: less h^2/12 (Sheppard's correction).
Matrix smooth_covariance(const Grid& grid, const Array& density) {
  Matrix result = covariance(grid, density);
  for (int k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    Array widths(axis.cells());
    for (Eigen::Index i = 0; i < axis.cells(); ++i) widths[i] = axis.width(i);
    const Array masses = axis_masses(grid, density, k);
    result(k, k) -= (masses * widths.square()).sum() / masses.sum() / 12;
  }
  return result;
}

/// Lengths of the grid of a moving frame, as lengths in space.
void put_in_space(const FrameAt& frame, ScoreOutcome& outcome) {
  outcome.w1 *= frame.scale.array();
  outcome.mean = frame.centre + frame.scale.cwiseProduct(outcome.mean);
  outcome.covariance = frame.scale.asDiagonal() * outcome.covariance * frame.scale.asDiagonal();
}

}  // namespace

ScoreOutcome outcome_of(const Problem& problem, const Evidence& evidence, std::size_t index, const ScoreError& error) {
  const ReverseSolution& reversal = evidence.reversals.at(index);
  const Grid& grid = problem.grid;
  const auto& densities = reversal.solution.densities;
  std::size_t k = 0;  // the first snapshot that was reached
  while (k + 1 < densities.size() && densities[k].isNaN().any()) ++k;
  const Array& truth = evidence.exact.empty() ? evidence.forward.densities[k] : evidence.exact[k];
  const Array& end = evidence.exact.empty() ? evidence.forward.densities.back() : evidence.exact.back();
  const Metrics metrics = compare(grid, densities[k], truth);
  ScoreOutcome outcome;
  outcome.name = error.name;
  outcome.alpha = reversal.alpha;
  outcome.time = evidence.times[k];
  outcome.tv = metrics.tv;
  outcome.kl = metrics.kl;
  outcome.w1 = metrics.w1;
  outcome.mean = mean(grid, densities[k]);
  outcome.covariance = smooth_covariance(grid, densities[k]);
  outcome.start_kl = compare(grid, densities.back(), end).kl;
  const double square = outcome.alpha * outcome.alpha;
  if (square > 0 && outcome.start_kl)
    outcome.bound = *outcome.start_kl + std::pow(1 + square, 2) / (8 * square) * error.integral;
  outcome.modes = mode_weights(problem, outcome.time, truth, densities[k]);
  if (problem.frame) put_in_space(problem.frame->at(outcome.time), outcome);
  return outcome;
}

}  // namespace fokker
