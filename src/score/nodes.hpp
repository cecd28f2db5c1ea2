// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "fokker/core/types.hpp"

namespace fokker {

/// Increasing coordinates between which values are interpolated linearly. Points are first moved into
/// [lower, upper]: where that reaches beyond the nodes, the outermost pair extrapolates. On a periodic axis the last
/// node is followed by the first.
struct Nodes {
  Array at;
  double lower, upper;
  bool periodic;
  bool uniform;

  struct Place {
    Eigen::Index below, above;
    double weight;  ///< of `above`
  };
  Place locate(double x) const {
    const Eigen::Index n = at.size();
    if (n == 1) return {0, 0, 0};
    if (periodic) {
      const double period = upper - lower;
      x -= period * std::floor((x - at[0]) / period);
      if (x >= at[n - 1]) {
        const double gap = at[0] + period - at[n - 1];  // 0 where both boundaries are nodes
        return {n - 1, 0, gap > 0 ? (x - at[n - 1]) / gap : 0};
      }
    } else {
      x = std::clamp(x, lower, upper);
    }
    const Eigen::Index i = std::clamp<Eigen::Index>(uniform ? uniform_index(x) : search_index(x), 0, n - 2);
    return {i, i + 1, (x - at[i]) / (at[i + 1] - at[i])};
  }

 private:
  Eigen::Index uniform_index(double x) const {
    return static_cast<Eigen::Index>((x - at[0]) / (at[1] - at[0]));  // below the first node: 0 either way
  }
  Eigen::Index search_index(double x) const {
    return std::upper_bound(at.data(), at.data() + at.size(), x) - at.data() - 1;
  }
};

/// Product of nodes, and where the values of a node stand in an array.
struct Lattice {
  std::vector<Nodes> nodes;
  std::vector<Eigen::Index> strides;  ///< per axis, distance of neighbours in `values`

  /// Multilinear interpolation of out.cols() numbers per node, which are consecutive in `values`.
  void interpolate(const PointsIn& x, const double* values, PointsOut out) const;
};

/// Neighbouring times around t, where values are linear in t; constant before the first and after the last.
struct TimePlace {
  std::size_t below, above;
  double weight;  ///< of `above`
};
TimePlace locate_time(const std::vector<double>& times, double t);

/// Whether neighbours lie equally far apart, so that a division finds the place of a point.
bool equally_spaced(const Array& coordinates);

}  // namespace fokker
