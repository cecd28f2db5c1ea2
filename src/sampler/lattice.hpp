// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "fokker/process/gaussian_mixture.hpp"

namespace fokker {

/// Density at the nodes of a lattice of two or three axes, low_k + step_k j_k, negligible beyond them; the last axis is
/// the fastest.
struct LatticeDensity {
  std::vector<double> low = {};          ///< first node per axis, length
  std::vector<double> step = {};         ///< between nodes per axis, length
  std::vector<Eigen::Index> count = {};  ///< nodes per axis, even
  Array values = {};                     ///< length^-d

  int dimension() const { return static_cast<int>(count.size()); }
  Eigen::Index size() const;
  /// Volume of a node, length^d.
  double volume() const;
  double mass() const { return volume() * values.sum(); }
  /// Distance in `values` between neighbours along an axis.
  Eigen::Index stride(int axis) const;
  /// Places of the nodes along each axis.
  std::vector<Array> axes() const;
  /// Nodes of these numbers, n x d.
  Points nodes(const std::vector<Eigen::Index>& numbers) const;
  /// Nodes `first` to `first + count - 1`, n x d.
  Points nodes(Eigen::Index first, Eigen::Index number) const;
};

/// The smallest even product of 2, 3 and 5 from n on, for which transforms are fast.
Eigen::Index smooth_count(double n);

/// A lattice without values that covers a box, one interval per axis.
LatticeDensity empty_lattice(const std::vector<Interval>& box, double step);
/// The same with a distance of nodes per axis.
LatticeDensity empty_lattice(const std::vector<Interval>& box, const std::vector<double>& steps);

/// Box of mixture: `deviations` standard deviations around each mean.
std::vector<Interval> box_around(const GaussianMixture& law, double deviations);

/// Calls body(first, number) on blocks of numbers below `size`, which do not depend on the threads.
void for_node_blocks(Eigen::Index size, int threads, const std::function<void(Eigen::Index, Eigen::Index)>& body);

/// log of a mixture's density at all nodes.
Array log_density_at(const GaussianMixture& law, const LatticeDensity& lattice, int threads);

/// A mixture's density on a lattice that covers 9 standard deviations.
LatticeDensity lattice_density(const GaussianMixture& law, double step, int threads);

/// Convolution with N(0, diag(variances)), or its inverse for negative ones, by Fourier transforms along each axis.
void spread(LatticeDensity& density, const std::vector<double>& variances, int threads);

/// Trigonometric interpolation along an axis to `count` >= the nodes there are, on the same periodic box.
LatticeDensity resampled(const LatticeDensity& density, int axis, Eigen::Index count, int threads);

/// Trigonometric interpolation to `factor` times the nodes along every axis.
LatticeDensity refined(const LatticeDensity& density, int factor, int threads);

}  // namespace fokker
