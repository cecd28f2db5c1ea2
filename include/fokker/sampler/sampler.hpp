// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "fokker/core/control.hpp"
#include "fokker/process/gaussian_mixture.hpp"
#include "fokker/sampler/catalogue.hpp"
#include "fokker/sampler/run.hpp"

namespace fokker {

/// A process, the law of its data and the times of its samplers.
struct SamplerProblem {
  Process process;       ///< linear, the same on every axis
  GaussianMixture data;  ///< law at `initial`
  double initial = 0;    ///< where the noise is 0
  double stop = 0;       ///< where samplers stop, >= initial
  double end = 1;        ///< where they start
};

/// Exact distribution that a sampler produces, in figures.
struct SamplerRow {
  std::string sampler;   ///< its label
  std::string kind;      ///< its name in the catalogue
  long steps = 0;        ///< N
  long evaluations = 0;  ///< of the score, per sample
  /// KL(p0 || generated); empty where p0 has mass where the generated density is not known to 1e-7 of its relative
  /// size, or where the sampler folds the line.
  std::optional<double> kl = {};
  std::optional<double> kl_reverse = {};   ///< KL(generated || p0); empty where the sampler folds the line
  double tv = 0;                           ///< total variation to p0, 0 to 1
  std::optional<double> w1 = {};           ///< Wasserstein distance to p0, length; empty with several axes
  std::optional<double> w2 = {};           ///< the same of order 2
  Vector mean = Vector::Zero(1);           ///< d, length
  Matrix covariance = Matrix::Zero(1, 1);  ///< d x d, length^2
  std::vector<double> modes = {};          ///< mass where each component of p0 outweighs the others; sums to 1
  double tv_stop = 0;                      ///< total variation to the law of the process at the stopping time
  /// Total variation to the same computation at a lower resolution. Without noise, and with three axes, where columns
  /// are sums over intervals or nodes: no less than the change of KL, total variations and masses of modes, and that of
  /// W1 and W2 beside the standard deviation of p0.
  double error = 0;
  double folded = 0;  ///< mass of starting points at which a deterministic sampler reverses the order
};

/// Density of a sampler.
struct SamplerDensity {
  std::vector<Array> points = {};  ///< equally spaced, one array per axis, length
  Array values = {};               ///< at the points, the last axis fastest, length^-d
  Array averages = {};             ///< over cells, the last axis fastest, length^-d
};

/// What sampler_rows leaves beside the rows.
struct SamplerOutput {
  std::vector<Array> faces = {};               ///< of cells, increasing, one array per axis; empty: no averages
  std::vector<SamplerDensity> densities = {};  ///< of the rows; `points` are empty for samplers without noise on a line
};

/// Rows of samplers, one per number of steps, in their order; one to three axes.
/// @param problem  process, data and times
/// @param runs     samplers with their numbers of steps
/// @param control  threads, stop, progress
/// @param output   where not null: gets the densities of the rows
/// @throws Error{Fault::problem} with the key where the process cannot have the sampler or the times, and where a
/// sampler without noise folds the plane
/// @throws Error{Fault::numerical} where no resolution suffices
/// @return one row per sampler and number of steps
std::vector<SamplerRow> sampler_rows(const SamplerProblem& problem, const std::vector<SamplerRun>& runs,
                                     const Control& control, SamplerOutput* output = nullptr);

/// Checks that the process can have the sampler, its times and its start. @throws as sampler_rows
/// @param problem  process, data and times
/// @param run      one sampler
void check_sampler(const SamplerProblem& problem, const SamplerRun& run);

/// Observed order of the sampler of this label: the slope of log(tv_stop) against log(1/steps) between its last two
/// rows; empty where there are fewer than two or a distance is 0.
/// @param rows     of sampler_rows()
/// @param sampler  a label
/// @return the order, dimensionless
std::optional<double> sampler_order(const std::vector<SamplerRow>& rows, const std::string& sampler);

/// Labels of the rows, each once, in their order.
/// @param rows  of sampler_rows()
/// @return labels without repetition
std::vector<std::string> sampler_labels(const std::vector<SamplerRow>& rows);

/// Times of a sampler, decreasing. Spacings karras and exponential divide the noise sigma/alpha between `end` and
/// `stop` and then step to `initial`, where it is 0; the others end at `stop`.
/// @throws Error{Fault::problem} where the spacing does not fit the times
/// @param problem  process and times
/// @param run      its spacing
/// @param steps    N >= 1
/// @return from `end` to where the sampler stops
std::vector<double> sampler_times(const SamplerProblem& problem, const SamplerRun& run, long steps);

/// What a run's sampler sees of the process. @throws Error{Fault::problem} where the process is not linear, or not the
/// same on every axis
/// @param problem  process, data and times
/// @param run      its score: scale and guidance
/// @return coefficients and score as functions of t
SamplerModel sampler_model(const SamplerProblem& problem, const SamplerRun& run);

/// Law from which a run starts. @throws Error{Fault::problem} where the process has no prior
/// @param problem  process, data and times
/// @param run      its start
/// @return the law at `end`
GaussianMixture sampler_start(const SamplerProblem& problem, const SamplerRun& run);

/// The operations of a run with `steps` steps. @throws as sampler_rows
/// @param problem  process, data and times
/// @param run      one sampler
/// @param steps    N >= 1
/// @return operations from `end` to where the sampler stops
SamplerChain sampler_chain(const SamplerProblem& problem, const SamplerRun& run, long steps);

}  // namespace fokker
