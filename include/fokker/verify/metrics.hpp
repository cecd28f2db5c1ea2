// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fokker/grid/grid.hpp"
#include "fokker/verify/evidence.hpp"
#include "fokker/verify/metric_entry.hpp"

namespace fokker {

/// Differences between a first density and a second one, the target. Entries of the catalogue (metric_entry.hpp)
/// without a member here are in `others`.
struct Metrics {
  double tv = 0;  ///< 1/2 sum |p - q| V, half the L1 distance
  /// KL(second, first) in nats, as sum q log(q/p) - q + p (the same for equal masses, >= 0 always); empty where
  /// infinite
  std::optional<double> kl;
  std::int64_t kl_empty_cells = 0;  ///< cells with target mass where the first density is 0
  Array w1;  ///< Wasserstein-1 distance of the marginals, per axis, normalised; around the circle if periodic; length
  double linf = 0;                 ///< max |p - q| / max q
  Vector mean;                     ///< first minus second
  Matrix covariance;               ///< first minus second
  std::optional<double> tv_noise;  ///< expected tv from counting alone
  std::optional<double> chi2;      ///< unbiased chi-square distance on merged cells
  std::optional<double> chi2_se;   ///< its standard error
  std::optional<double> tv_upper;  ///< 1/2 sqrt(max(0, chi2 + 3 se)): upper limit of the total variation
  /// Of a coupled run with doubled steps: chi-square distances of the law at this step from that at step 0, estimated
  /// from both runs, and of that extrapolated law from the density, which is neither counting nor step. The
  /// standard errors are upper bounds; the _tv are 1/2 sqrt(max(0, chi2 + 3 se)).
  std::optional<double> step_chi2;     ///< of the time step
  std::optional<double> step_chi2_se;  ///< its standard error
  std::optional<double> step_tv;       ///< its upper limit as a total variation
  std::optional<double> rest_chi2;     ///< of the remainder
  std::optional<double> rest_chi2_se;  ///< its standard error
  std::optional<double> rest_tv;       ///< its upper limit as a total variation
  std::optional<double> p_value;       ///< of the chi-square statistic under equality
  // Tests of particles against a density, per axis or pair of axes; empty between densities. See significance.hpp.
  Array ks;             ///< Kolmogorov-Smirnov distance of the marginals
  Array ks_p;           ///< its p-value
  Vector mean_z;        ///< difference of the means in standard errors
  Vector mean_p;        ///< its two-sided p-value
  Matrix covariance_z;  ///< difference of the covariances about the density's mean in standard errors
  Matrix covariance_p;  ///< its two-sided p-value
  std::map<std::string, Matrix> others = {};  ///< by name; 1 x 1, d x 1 or d x d
  std::vector<MetricEntry> own = {};          ///< entries beside the catalogue, whose values are in `others`
};

/// Metrics of which the total variation alone is known, as an estimate; the others are NaN or empty.
/// @param tv  >= 0
/// @return without tests of particles
Metrics estimated_metrics(double tv);

/// Metrics of two densities (cell averages) on one grid: those of the catalogue and `own`.
/// @param grid    of both densities
/// @param first   the density to check, one average per cell, 1/length^d
/// @param second  the target, likewise
/// @param own     entries beside the catalogue
/// @return differences, first minus second
Metrics compare(const Grid& grid, const Array& first, const Array& second, const std::vector<MetricEntry>& own = {});

/// Metrics of particles at snapshot k against a density. Cells that expect fewer than 25 counts are merged with each
/// other, in order of cell number, until each group expects at least 25 (the last group is weighed as if it did); what
/// the density leaves outside the grid is a cell of its own with the particles outside. Mean and covariance of the
/// particles come from their positions. With fewer than 25 particles there is no chi2, and tv_upper is the plain tv.
/// Its p-value is asymptotic, from the chi-square law; the other tests hold for every number of particles.
/// @param grid       of the counts
/// @param particles  counts and moments per snapshot
/// @param k          index of the snapshot
/// @param density    the target, one average per cell, 1/length^d
/// @param own        entries beside the catalogue
/// @return differences, particles minus density
Metrics compare_particles(const Grid& grid, const ParticleSolution& particles, std::size_t k, const Array& density,
                          const std::vector<MetricEntry>& own = {});

}  // namespace fokker
