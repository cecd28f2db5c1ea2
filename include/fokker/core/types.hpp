// SPDX-License-Identifier: MIT
#pragma once
#include <Eigen/Core>
#include <functional>
#include <vector>

namespace fokker {

/// Values on cells, faces or points, in one contiguous column.
using Array = Eigen::ArrayXd;
/// n points in d dimensions, n x d, one contiguous column per coordinate.
using Points = Eigen::ArrayXXd;
/// One column of numbers.
using Vector = Eigen::VectorXd;
/// A matrix, column-major.
using Matrix = Eigen::MatrixXd;

/// Read-only and writable views of n x d points; a block of rows binds without a copy.
using PointsIn = Eigen::Ref<const Points, 0, Eigen::OuterStride<>>;
/// Writable view of n x d points.
using PointsOut = Eigen::Ref<Points, 0, Eigen::OuterStride<>>;
/// Read-only view of one column.
using ArrayIn = Eigen::Ref<const Array>;
/// Writable view of one column.
using ArrayOut = Eigen::Ref<Array>;

/// A vector field at one instant: x (n x d) -> values (n x d). Immutable, so any thread may call it.
using Field = std::function<void(const PointsIn& x, PointsOut values)>;
/// A vector field in time: everything that depends on t alone is computed once, when t is given.
using FieldAt = std::function<Field(double t)>;

/// A number at every point: x (n x d) -> values (n).
using ScalarField = std::function<void(const PointsIn& x, ArrayOut values)>;
/// A scalar field in time.
using ScalarFieldAt = std::function<ScalarField(double t)>;

/// All numbers from low to high.
struct Interval {
  double low = 0;   ///< smallest number
  double high = 0;  ///< largest number
};
/// Bounds of a scalar field on a box, one interval per coordinate: no value at a point of the box lies outside.
/// Immutable, so any thread may call it.
using Enclosure = std::function<Interval(const std::vector<Interval>& box)>;

/// Probability of the boxes [lower_i, upper_i), both n x d. Immutable, so any thread may call it.
using BoxMass = std::function<Array(const PointsIn& lower, const PointsIn& upper)>;

}  // namespace fokker
