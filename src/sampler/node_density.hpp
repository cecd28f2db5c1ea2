// SPDX-License-Identifier: MIT
#pragma once
#include <array>

#include "fokker/core/types.hpp"

namespace fokker {

/// Values at u of the polynomials that are 1 at one of the nodes 0 .. 7 and 0 at the others.
std::array<double, 8> lagrange_values(double u);

/// Nodes and weights of Gauss's rule of four points on [0, 1]: exact for degree 7.
inline constexpr std::array<double, 4> gauss_nodes = {0.069431844202973712, 0.330009478207571868, 0.669990521792428132,
                                                      0.930568155797026288};
inline constexpr std::array<double, 4> gauss_weights = {0.173927422568726928, 0.326072577431273071,
                                                        0.326072577431273071, 0.173927422568726928};

/// Density at equally spaced nodes x_j = low + j step, j = 0 .. n-1, negligible beyond them. Between nodes it is the
/// polynomial of degree 7 through the eight nodes around.
struct NodeDensity {
  double low = 0;   ///< first node, length
  double step = 1;  ///< between nodes, length
  Array values;     ///< n, 1/length

  Eigen::Index size() const { return values.size(); }
  double x(Eigen::Index j) const { return low + step * static_cast<double>(j); }
  /// All nodes.
  Array nodes() const { return Array::LinSpaced(size(), x(0), x(size() - 1)); }
  double mass() const { return step * values.sum(); }
};

/// Distribution function of a density, with the same interpolation.
class NodeDistribution {
 public:
  explicit NodeDistribution(const NodeDensity& density);
  /// Mass below x.
  double at(double x) const;
  /// Density at x.
  double density(double x) const;
  /// Mass below the nodes, n.
  const Array& at_nodes() const { return below_; }
  /// x with this mass below, in [x_j, x_(j+1)] where it lies between their masses.
  double quantile(double mass, Eigen::Index j) const;
  /// Interval between nodes that holds x.
  Eigen::Index interval(double x) const;

 private:
  /// Weights of the eight nodes from `first` on for the value at first + u, and for the integral from first + v to it.
  double value(Eigen::Index first, double u) const;
  double integral(Eigen::Index j, double fraction) const;

  const NodeDensity& density_;
  Array below_;
};

}  // namespace fokker
