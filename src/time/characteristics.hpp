// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "core/scratch.hpp"
#include "fokker/fv/operator.hpp"

namespace fokker {

constexpr int most_substeps = 16;

/// Lines of one axis and the faces on them.
class AxisLines {
 public:
  AxisLines(const Grid& grid, int axis)
      : grid_(grid), axis_(axis), along_(grid.axis(axis)), stride_(grid.stride(axis)) {}
  Eigen::Index count() const { return grid_.cells() / along_.cells(); }
  Eigen::Index first_cell(Eigen::Index line) const {
    return line / stride_ * stride_ * along_.cells() + line % stride_;
  }
  /// The faces of lines begin, begin + 1, ..., line after line.
  void faces(Eigen::Index begin, PointsOut x) const {
    const Eigen::Index n = along_.cells() + 1;
    for (Eigen::Index row = 0; row < x.rows(); row += n)
      for (int k = 0; k < grid_.dimension(); ++k) {
        auto column = x.col(k).segment(row, n);
        if (k == axis_)
          column = along_.edges;
        else
          column.setConstant(centre(k, first_cell(begin + row / n)));
      }
  }

 private:
  double centre(int k, Eigen::Index cell) const {
    const Array& edges = grid_.axis(k).edges;
    const Eigen::Index p = grid_.position(cell, k);
    return 0.5 * (edges[p] + edges[p + 1]);
  }

  const Grid& grid_;
  int axis_;
  const Axis& along_;
  Eigen::Index stride_;
};

/// The velocity of a transport at the ends and middles of equal substeps between two times. They are made before points
/// are followed, by one thread and outside of parallel loops: a score that is not kept at a time is computed again from
/// a density before it, by steps that carry along characteristics themselves.
class Velocities {
 public:
  Velocities() { fields_.reserve(2 * most_substeps + 1); }

  /// Those of one substep.
  void begin(const Transport& transport, double from, double to);
  /// Those of twice as many.
  void halve(const Transport& transport);
  std::vector<double> finer_times() const;  ///< at which halve() makes them
  void clear() { fields_.clear(); }

  int substeps() const { return static_cast<int>(fields_.size() / 2); }
  double substep() const { return (to_ - from_) / substeps(); }
  /// At from + k substep / 2.
  const Field& at(int k) const { return fields_[static_cast<std::size_t>(k)]; }

 private:
  double from_ = 0, to_ = 0;
  std::vector<Field> fields_;
};

/// Gives the boundaries of whole lines their own departure points.
/// @return whether the departure points of every line increase
bool settle(const Axis& along, ArrayOut departures);

/// Follows points along one axis against a velocity. Keeps its memory from call to call.
class Trace {
 public:
  void along(const Grid& grid, int axis);

  /// Where the points were that are at `faces` in the end; only their coordinate on the axis changes. Valid until the
  /// next call. Each stage of a substep is one evaluation of the velocity at all of them.
  /// @throws Error{Fault::numerical} if the velocity is not finite
  Eigen::Map<Array> back(const PointsIn& faces, const Velocities& velocities);

 private:
  void bound(ArrayOut position) const;
  template <class Position>
  void velocity(const Field& field, Eigen::Map<Points>& x, const Position& position, Eigen::Map<Array>& result);

  const Axis* along_ = nullptr;
  int axis_ = 0;
  double lower_ = 0, upper_ = 0;
  Scratch x_, position_, values_, slopes_[4];
};

}  // namespace fokker
