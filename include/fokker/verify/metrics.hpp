#pragma once
#include <optional>

#include "fokker/grid/grid.hpp"
#include "fokker/verify/evidence.hpp"

namespace fokker {

/// Differences between a first density and a second one, the target.
struct Metrics {
  double tv = 0;                       ///< 1/2 sum |p - q| V, half the L1 distance
  std::optional<double> kl;            ///< KL(second, first) in nats; empty where infinite
  std::int64_t kl_empty_cells = 0;     ///< cells with target mass where the first density is 0
  Array w1;                            ///< Wasserstein-1 distance of the marginals, per axis, length
  double linf = 0;                     ///< max |p - q| / max q
  Vector mean;                         ///< first minus second
  Matrix covariance;                   ///< first minus second
  std::optional<double> tv_noise;      ///< expected tv from counting alone
  std::optional<double> chi2;          ///< unbiased chi-square distance on merged cells
  std::optional<double> chi2_se;       ///< its standard error
  std::optional<double> tv_upper;      ///< 1/2 sqrt(max(0, chi2 + 3 se)): upper limit of the total variation
  std::optional<double> p_value;       ///< of the chi-square statistic under equality
};

/// Metrics of two densities (cell averages) on one grid.
Metrics compare(const Grid& grid, const Array& first, const Array& second);

/// Metrics of particles at snapshot k against a density. Cells are merged, in order of cell number, until each
/// group expects at least 25 counts; what the density leaves outside the grid is a group of its own with the
/// particles outside.
Metrics compare_particles(const Grid& grid, const ParticleSolution& particles, std::size_t k, const Array& density);

}  // namespace fokker
