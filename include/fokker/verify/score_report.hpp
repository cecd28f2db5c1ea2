// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Part of the weighted error of a score that lies in an interval of time.
struct ScoreShare {
  double begin = 0;  ///< process time
  double end = 0;    ///< process time
  double share = 0;  ///< of the integral
};

/// Another reading of the same values that is closer to the true score.
struct ScoreReading {
  std::string name;  ///< "parameterization 'noise'", "minus the score", ...
  double ratio = 0;  ///< its weighted integral over that of the score as stated
};

/// Stated and true score on a lattice of cell centres at some times, for figures.
struct ScoreMaps {
  std::vector<double> times = {};       ///< process time, increasing
  std::vector<Array> coordinates = {};  ///< centres per axis, in the coordinates of the grid
  std::vector<Points> truth = {};       ///< per time: the true score, points (last axis fastest) x d, 1/length
  std::vector<Points> stated = {};      ///< per time: the stated score, likewise
  std::vector<Array> density = {};      ///< per time: the true density, in the coordinates of the grid
};

/// Error of a stated score s_theta against the true score s, with p the true density and D the diffusion.
struct ScoreError {
  std::string name;              ///< of the reversal
  std::string parameterization;  ///< of its values
  std::vector<double> times;     ///< process time, increasing
  std::vector<double> error;     ///< E_p |s_theta - s|^2 at each time, 1/length^2
  std::vector<double> rate;      ///< E_p (s_theta - s) . D (s_theta - s) at each time, 1/time
  /// E_p of the squared curl, 1/length^4, at every eighth of the times, else NaN; empty for tables, which have no
  /// second derivatives, and for processes without noise levels.
  std::vector<double> curl;
  /// The same of the squared residual of the score's equation (Lai et al., ICML 2023, arXiv 2210.04296), 1/(length
  /// time)^2.
  std::vector<double> residual;
  double integral = 0;             ///< of `rate` over time
  std::vector<ScoreShare> shares;  ///< of the integral, in decades of time or equal parts
  double sparse_share = 0;         ///< of the integral, from places outside the densest ones with 90 % of the mass
  /// Weighted loss of denoising score matching, int g^2 E |s_theta + e/std|^2 dt. Empty where the process has no noise
  /// levels.
  std::optional<double> denoising_loss;
  /// The part of the loss that no network can remove; the rest is `integral`.
  std::optional<double> constant;
  std::optional<ScoreReading> better;  ///< the best one, where its integral is less than half
  ScoreMaps maps = {};                 ///< at every eighth of the times
};

/// Share of a mode in two densities.
struct ModeWeight {
  double truth = 0;    ///< in the true density
  double density = 0;  ///< in the reversed one
};

/// Density that a reversal with a stated score ends in, against the true one p at the same time.
struct ScoreOutcome {
  std::string name;                ///< of the reversal
  double alpha = 1;                ///< noise
  double time = 0;                 ///< where it ends
  double tv = 0;                   ///< total variation
  std::optional<double> kl;        ///< KL(p, reversed), nats; empty where infinite
  Array w1;                        ///< Wasserstein-1 distance of the marginals, per axis, length
  Vector mean;                     ///< of the reversed density, length
  Matrix covariance;               ///< of the reversed density, less h^2/12 per axis (Sheppard), length^2
  std::optional<double> start_kl;  ///< KL(p(T), start of the reversal)
  /// Upper bound of `kl` by Girsanov's theorem: start_kl + (1 + alpha^2)^2/(8 alpha^2) integral; of alpha = 1 that of
  /// Song et al., NeurIPS 2021 (arXiv 2101.09258). Empty at alpha = 0, where there is none.
  std::optional<double> bound;
  std::vector<double> snapshots = {};  ///< process time, from the last (where the reversal starts) to `time`
  /// KL(p, reversed) at the snapshots, NaN where infinite.
  std::vector<double> kl_in_time = {};
  /// What noise takes away of the KL, by the trapezoidal rule over the snapshots: int 1/2 alpha^2 E_p g . D g dt with
  /// g = grad log(p/reversed). Empty where the KL is infinite at some snapshot.
  std::optional<double> kl_decay = {};
  /// What the score adds to the KL: int 1/2 (1 + alpha^2) E_p g . D (s - s_theta) dt. Empty as kl_decay.
  std::optional<double> kl_injection = {};
  std::vector<ModeWeight> modes = {};  ///< one per component of an initial mixture of 2 to 16; else empty
};

/// What `fokker score` reports.
struct ScoreReport {
  std::string truth;                   ///< "exact" or "forward": where the true score comes from
  std::vector<ScoreError> errors;      ///< one per stated score
  std::vector<ScoreOutcome> outcomes;  ///< one per stated score and alpha
  std::vector<std::string> notes;      ///< for the user
};

}  // namespace fokker
