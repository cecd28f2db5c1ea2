// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "process/intervals.hpp"

namespace fokker {

/// Coordinates of one group, in increasing order.
using CoordinateGroup = std::vector<Eigen::Index>;

/// The smallest groups of coordinates between which a covariance is 0.
std::vector<CoordinateGroup> independent_groups(const Matrix& covariance);

/// A normal law N(mean, L L^T).
struct FactoredNormal {
  const Vector& mean;
  const Matrix& L;  ///< lower triangular
};

/// Masses of boxes, each the product of the masses of its sides in independent groups. Boxes of a grid repeat their
/// sides: those of n^4 cells have n^2 different sides in a group of two coordinates, each integrated once.
/// @param along  per coordinate, the intervals of all boxes
Array group_masses(const std::vector<CoordinateGroup>& groups, const FactoredNormal& law,
                   const std::vector<Intervals>& along);

}  // namespace fokker
