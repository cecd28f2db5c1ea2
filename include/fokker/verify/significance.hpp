// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "fokker/grid/grid.hpp"
#include "fokker/verify/metrics.hpp"

namespace fokker {

/// Distance of the marginal distribution functions of particles and of a density, per axis.
struct KolmogorovSmirnov {
  Array distance;  ///< D, largest difference at the cell edges
  Array p;         ///< min(1, 2 exp(-2 N D^2))
};
/// What lies outside the grid counts as above its last edge. The p-value is the bound of Dvoretzky, Kiefer and
/// Wolfowitz with Massart's constant (Ann. Probab. 18 (1990) 1269): valid for every N and law, and conservative here,
/// since D is looked for at the edges alone.
/// @param counts  particles per cell, of `total` particles
/// @param grid     of the counts
/// @param total    number of particles, those outside the grid too
/// @param density  cell averages, 1/length^d
/// @return distances and p-values, d each
KolmogorovSmirnov kolmogorov_smirnov(const Grid& grid, const Array& counts, double total, const Array& density);

/// Sample moments against those of a density, in standard errors, with two-sided p-values.
struct MomentTests {
  Vector mean_z;        ///< d
  Vector mean_p;        ///< d
  Matrix covariance_z;  ///< d x d
  Matrix covariance_p;  ///< d x d
};
/// The law is the density divided by its mass, taken as linear within each cell (slopes by central differences): its
/// second moments are then those over cell centres less h^2/12, as in Sheppard's correction. With m and C its mean and
/// covariance, x the `count` particles, each score is that of a plain mean with a known expectation and variance:
///   mean_z = (mean(x_k) - m_k) / sqrt(C_kk / N),
///   covariance_z = (mean((x_k - m_k)(x_l - m_l)) - C_kl) / sqrt((E((x_k - m_k)^2 (x_l - m_l)^2) - C_kl^2) / N),
/// E the expectation under the density.
/// From each difference is taken off first what the cells cannot resolve: r = 1/16 sum h^2 |third differences of the
/// density| for a mean (half a cell for a point mass, O(h^4) for a smooth law), with 3/2 r_k r_l + s_k r_l + s_l r_k
/// for a covariance, s the standard deviations. An infinite score belongs to a law without spread. The p-value is
/// Chernoff's bound 2 exp(-N sup_u (u y - log E exp(u Y))) (Ann. Math. Statist. 23 (1952) 493), Y the standardised
/// variable over the cells: valid for every N, and for heavy tails, where that of the normal law is not; for a
/// light-tailed law about 2 exp(-z^2/2). Entries are empty where no particle is inside.
/// @param mean,covariance  of the positions of the particles that are not absorbed, the latter divided by their `count`
/// @param grid     of the density
/// @param density  cell averages, 1/length^d
/// @param count    number of particles that are not absorbed
/// @return scores and p-values
MomentTests moment_tests(const Grid& grid, const Array& density, const Vector& mean, const Matrix& covariance,
                         double count);

/// Holm's adjusted p-values: rejecting those that are <= alpha makes a false rejection with probability alpha at most,
/// however the tests depend on each other. Holm, Scand. J. Statist. 6 (1979) 65.
/// @param p  p-values, 0 to 1
/// @return in the same order, 0 to 1, none below its p
std::vector<double> holm(const std::vector<double>& p);

/// One test of equality of particles and a density.
struct Finding {
  std::string test;     ///< e.g. "chi-square", "Kolmogorov-Smirnov x", "mean x", "variance x", "covariance x y"
  double p = 1;         ///< by itself
  double adjusted = 1;  ///< among all tests of a run, by Holm
};
/// The tests behind the p-values of one comparison, not adjusted; none where a p-value is NaN.
/// @param grid     gives the names of the axes
/// @param metrics  of particles against a density
/// @return one per p-value
std::vector<Finding> findings(const Grid& grid, const Metrics& metrics);

}  // namespace fokker
