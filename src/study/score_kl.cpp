// SPDX-License-Identifier: MIT
#include "study/score_kl.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker/study/fields.hpp"
#include "fokker/verify/metrics.hpp"

namespace fokker {
namespace {

struct KlRates {
  double decay, injection;
};

/// With p, s and D at t, q the reversed density.
KlRates kl_rates(const Problem& problem, const TrueScore& truth, const Score& stated, double t, double alpha,
                 const Array& masses, const Array& density) {
  const Points centres = problem.grid.centres(), x = truth.in_space(t, centres);
  Points s(x.rows(), x.cols()), theta = s, D(x.rows(), problem.process.noise_columns());
  truth.score.at(t)(x, s);
  stated.at(t)(x, theta);
  problem.process.diffusion(t)(x, D);
  Points reversed_score = density_score(problem.grid, density, centres);
  const Vector scale = truth.scale(t);
  for (Eigen::Index k = 0; k < scale.size(); ++k) reversed_score.col(k) /= scale[k];
  const Points slope = s - reversed_score;
  const double square = alpha * alpha;
  return {0.5 * square * (masses * diffusion_products(slope, D, slope)).sum(),
          0.5 * (1 + square) * (masses * diffusion_products(slope, D, Points(s - theta))).sum()};
}

}  // namespace

void add_kl_in_time(const Problem& problem, const Reversal& reversal, const GridSolution& solution,
                    const TrueScore& truth, const Score& stated, ScoreOutcome& outcome) {
  const std::vector<double>& times = problem.time.snapshots;
  std::vector<KlRates> rates;
  bool finite = true;
  for (std::size_t k = times.size(); k-- > 0;) {
    const Array& density = solution.densities[k];
    if (density.isNaN().any()) break;  // not reached
    const Array masses = truth.masses(times[k], problem.grid, 1);
    const auto kl = compare(problem.grid, density, masses / problem.grid.volumes()).kl;
    outcome.snapshots.push_back(times[k]);
    outcome.kl_in_time.push_back(kl.value_or(std::numeric_limits<double>::quiet_NaN()));
    finite = finite && kl.has_value();
    if (!finite) continue;
    const double alpha = reversal.alpha_in_time ? reversal.alpha_in_time(times[k]) : reversal.alpha;
    rates.push_back(kl_rates(problem, truth, stated, times[k], alpha, masses, density));
  }
  if (!finite) return;
  outcome.kl_decay = outcome.kl_injection = 0;
  for (std::size_t k = 0; k + 1 < rates.size(); ++k) {
    const double half = 0.5 * (outcome.snapshots[k] - outcome.snapshots[k + 1]);
    *outcome.kl_decay += half * (rates[k].decay + rates[k + 1].decay);
    *outcome.kl_injection += half * (rates[k].injection + rates[k + 1].injection);
  }
}

}  // namespace fokker
